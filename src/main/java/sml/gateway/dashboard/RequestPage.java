package sml.gateway.dashboard;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.dashboard.charts.Figure;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /requests/{id}}: why this model answered, with the hedge drawn. */
@Component("requestPage")
final class RequestPage {
  private static final int NOT_FOUND = 404;
  private static final int REPLAYABLE = 8;
  private static final int PICKED = 2;

  private final PageRenderer renderer;

  RequestPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  public HttpReply show(
      @Body HttpCall call,
      @Variable("trace") Object traceAnswer,
      @Variable("models") Object modelList) {
    Map<String, Object> answer = renderer.object(traceAnswer);
    if (!Boolean.TRUE.equals(answer.get("found"))) {
      return renderer.render(call, NOT_FOUND, "problem", Map.of("problem", "missing-request"));
    }
    Map<String, Object> entry = renderer.object(answer.getOrDefault("entry", Map.of()));
    Map<String, Object> trace = renderer.object(answer.getOrDefault("trace", Map.of()));
    var attempts = renderer.rows(trace, "attempts");
    var candidates = renderer.rows(trace, "candidates");
    Map<String, Object> data = new HashMap<>();
    data.put("entry", entry);
    data.put("trace", trace);
    data.put("dropped", trace.getOrDefault("dropped", List.of()));
    data.put("candidates", byScore(candidates));
    data.put("timeline", renderer.object(HedgeTimeline.of(attempts, entry.get("latency_ms"))));
    List<String> replayable = replayable(entry, byScore(candidates));
    data.put("replayable", replayable);
    data.put("picked", picked(entry, replayable));
    data.put("models", ids(modelList));
    data.put("base", BaseAddress.of(call));
    data.put("again", again(entry, BaseAddress.of(call)));
    return renderer.render(call, 200, "request", data);
  }

  /** A command that asks the same, empty where the log keeps no texts. */
  private String again(Map<String, Object> entry, String base) {
    if (!(entry.get("user_message") instanceof String text) || text.isEmpty()) {
      return "";
    }
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("model", entry.get("request_model"));
    body.put("messages", List.of(Map.of("role", "user", "content", text)));
    // a quote ends the quoted text of a shell, is written by itself, and the text goes on
    return "curl "
        + base
        + "/v1/chat/completions \\\n  -H 'Content-Type: application/json' \\\n  -d '"
        + renderer.json(body).replace("'", "'\\''")
        + "'";
  }

  /** The model that answered, then the best of those that might have. */
  private static List<String> replayable(
      Map<String, Object> entry, List<Map<String, Object>> candidates) {
    return Stream.concat(
            Stream.ofNullable(entry.get("resolved_model")),
            candidates.stream().map(one -> one.get("model")))
        .map(String::valueOf)
        .distinct()
        .limit(REPLAYABLE)
        .toList();
  }

  /** Others than the model that answered, whose answer is there already. */
  private static List<String> picked(Map<String, Object> entry, List<String> replayable) {
    Object answered = replayable.size() > 1 ? entry.get("resolved_model") : null;
    return replayable.stream().filter(id -> !id.equals(answered)).limit(PICKED).toList();
  }

  private List<String> ids(Object modelList) {
    return renderer.rows(modelList, "data").stream()
        .map(one -> String.valueOf(one.get("id")))
        .sorted()
        .toList();
  }

  private static List<Map<String, Object>> byScore(List<Map<String, Object>> candidates) {
    return candidates.stream()
        .sorted(
            Comparator.comparingDouble((Map<String, Object> one) -> Figure.real(one.get("score")))
                .reversed())
        .toList();
  }
}
