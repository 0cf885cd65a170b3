package sml.gateway.ops.log;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.Envelope;
import sml.gateway.chat.GatewayException;
import sml.gateway.chat.HttpReply;

/** Answers {@code GET /v1/trace/{id}}: first from rows that wait, then from the table. */
@Component("traceReply")
final class TraceReply {
  private static final Logger LOG = LoggerFactory.getLogger(TraceReply.class);
  private static final String PREFIX = "/v1/trace/";
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9]{4,20}");

  private final RowBuffer buffer;
  private final LogStore table;

  private record Found(
      String requestId, boolean found, @JsonRawValue String entry, @JsonRawValue String trace) {}

  private record Missing(String requestId, boolean found, @JsonRawValue String error) {}

  TraceReply(RowBuffer buffer, LogStore table) {
    this.buffer = buffer;
    this.table = table;
  }

  public HttpReply show(Call call) {
    String id = call.pathAfter(PREFIX);
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
          .map(stored -> found(id, stored.entry(), stored.trace()))
          .orElseGet(() -> missing(404, id, "No request with this id is known."));
    } catch (DataAccessException away) {
      LOG.warn("event=trace_unreadable id={} cause={}", id, away.getMostSpecificCause().toString());
      return missing(503, id, "The database cannot be read now; older traces come back with it.");
    }
  }

  private static HttpReply found(String id, Entry entry, String trace) {
    return HttpReply.json(200, RowJson.camel(new Found(id, true, RowJson.snake(entry), trace)));
  }

  private static HttpReply missing(int status, String id, String message) {
    var envelope = Envelope.of(status, message, "id", status == 404 ? "not_found" : "unavailable");
    String json = new String(envelope.json(), StandardCharsets.UTF_8);
    String error = json.substring("{\"error\":".length(), json.length() - 1);
    return HttpReply.json(status, RowJson.camel(new Missing(id, false, error)));
  }
}
