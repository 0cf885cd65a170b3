package sml.gateway.discovery.warm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.WorkBook;
import sml.gateway.discovery.warm.WarmStore.Run;

/** {@code GET /api/warmup-stats}: how the warm-up went in the last day, by what it measured. */
@Component("warmUpStats")
final class WarmUpStats {
  private static final int MOST_LINES = 30;

  private final WarmStore store;
  private final WorkBook book;
  private final ObjectMapper json;
  private final Clock clock;

  WarmUpStats(WarmStore store, WorkBook book, ObjectMapper json, Clock clock) {
    this.store = store;
    this.book = book;
    this.json = json;
    this.clock = clock;
  }

  public HttpReply tell() throws JsonProcessingException {
    List<Run> runs = store.runs(clock.instant().minus(Duration.ofDays(1)));
    int pings = runs.stream().mapToInt(Run::models).sum();
    int ok = runs.stream().mapToInt(Run::ok).sum();
    ObjectNode answer = json.createObjectNode().put("totalPings24h", pings);
    answer.put("tokenPings24h", runs.stream().mapToInt(Run::tokens).sum());
    // without a ping there is no rate
    answer.put("successRate", pings == 0 ? null : Math.round(1000.0 * ok / pings) / 10.0);
    ArrayNode lines = answer.putArray("recentLogs");
    for (Run run : runs.subList(0, Math.min(MOST_LINES, runs.size()))) {
      ObjectNode line = lines.addObject().put("createdAt", run.at().toString());
      line.put("message", WarmUp.line(run));
      line.put("level", run.ok() == run.planned() ? "success" : "warn");
    }
    answer.put("lastRunAt", book.recall(WarmUp.LAST_RUN).orElse(null));
    return HttpReply.json(200, json.writeValueAsBytes(answer));
  }
}
