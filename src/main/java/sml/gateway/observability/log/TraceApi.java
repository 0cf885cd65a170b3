package sml.gateway.observability.log;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.regex.Pattern;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.chat.GatewayException;

/** Answers {@code GET /v1/trace/{id}}: first from rows that wait, then from the table. */
@Component("traceApi")
final class TraceApi {
  private static final Logger LOG = LoggerFactory.getLogger(TraceApi.class);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{4,20}");

  private final RequestRowBuffer buffer;
  private final RequestLogStore table;

  /** The body of the reply, and its status. */
  sealed interface TraceAnswer {
    int status();
  }

  private record Found(
      String requestId, boolean found, @JsonRawValue String entry, @JsonRawValue String trace)
      implements TraceAnswer {
    @Override
    public int status() {
      return 200;
    }
  }

  private record Missing(
      @JsonIgnore int status, String requestId, boolean found, ErrorEnvelope error)
      implements TraceAnswer {}

  TraceApi(RequestRowBuffer buffer, RequestLogStore table) {
    this.buffer = buffer;
    this.table = table;
  }

  public TraceAnswer show(@Header("id") String id) {
    if (!ID.matcher(id).matches()) {
      throw new GatewayException.InvalidRequest(
          "A request id has 4 to 20 letters and digits.", "id");
    }
    RequestRow requestRow = buffer.find(id);
    if (requestRow != null) {
      return found(id, requestRow.entry(), RequestRowJson.snake(RequestTrace.of(requestRow)));
    }
    try {
      return table
          .find(id)
          .<TraceAnswer>map(stored -> found(id, stored.entry(), stored.trace()))
          .orElseGet(() -> missing(404, id, "No request with this id is known."));
    } catch (DataAccessException away) {
      LOG.warn("event=trace_unreadable id={} cause={}", id, away.getMostSpecificCause().toString());
      return missing(503, id, "The database cannot be read now; older traces come back with it.");
    }
  }

  private static Found found(String id, LogEntry logEntry, String trace) {
    return new Found(id, true, RequestRowJson.snake(logEntry), trace);
  }

  private static Missing missing(int status, String id, String message) {
    String code = status == 404 ? "not_found" : "unavailable";
    return new Missing(status, id, false, ErrorEnvelope.of(status, message, "id", code));
  }
}
