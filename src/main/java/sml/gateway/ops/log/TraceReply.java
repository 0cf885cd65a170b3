package sml.gateway.ops.log;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.util.regex.Pattern;
import org.apache.camel.Header;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Envelope;
import sml.gateway.chat.GatewayException;

/** Answers {@code GET /v1/trace/{id}}: first from rows that wait, then from the table. */
@Component("traceReply")
final class TraceReply {
  private static final Logger LOG = LoggerFactory.getLogger(TraceReply.class);
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{4,20}");

  private final RowBuffer buffer;
  private final LogStore table;

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

  private record Missing(@JsonIgnore int status, String requestId, boolean found, Envelope error)
      implements TraceAnswer {}

  TraceReply(RowBuffer buffer, LogStore table) {
    this.buffer = buffer;
    this.table = table;
  }

  public TraceAnswer show(@Header("id") String id) {
    if (!ID.matcher(id).matches()) {
      throw new GatewayException.InvalidRequest(
          "A request id has 4 to 20 letters and digits.", "id");
    }
    Row row = buffer.find(id);
    if (row != null) {
      return found(id, row.entry(), RowJson.snake(Trace.of(row)));
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

  private static Found found(String id, Entry entry, String trace) {
    return new Found(id, true, RowJson.snake(entry), trace);
  }

  private static Missing missing(int status, String id, String message) {
    String code = status == 404 ? "not_found" : "unavailable";
    return new Missing(status, id, false, Envelope.of(status, message, "id", code));
  }
}
