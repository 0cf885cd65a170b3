package sml.gateway.dashboard;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /requests}: the newest requests, with filters that stand in the address. */
@Component("requestsPage")
final class RequestsPage {
  private static final int SHOWN = 100;

  private final PageRenderer renderer;

  RequestsPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  /** What the filters of the address let through. */
  private record Filter(String text, String result, String category) {
    boolean lets(Map<String, Object> log) {
      boolean answered = RequestSample.answered(log);
      return (result.isEmpty() || result.equals(answered ? "ok" : "error"))
          && (category.isEmpty() || category.equals(log.get("category")))
          && (text.isEmpty() || mentions(log));
    }

    private boolean mentions(Map<String, Object> log) {
      String wanted = text.toLowerCase(Locale.ROOT);
      return List.of("requestId", "requestModel", "resolvedModel", "error").stream()
          .map(log::get)
          .filter(Objects::nonNull)
          .anyMatch(value -> value.toString().toLowerCase(Locale.ROOT).contains(wanted));
    }
  }

  public HttpReply show(
      @Body HttpCall call,
      @Header("q") @Nullable String text,
      @Header("result") @Nullable String result,
      @Header("category") @Nullable String category,
      @Variable("logs") Object loggedRequests) {
    Map<String, Object> page = renderer.object(loggedRequests);
    List<Map<String, Object>> logs = renderer.rows(page, "logs");
    Filter filter = new Filter(given(text), given(result), given(category));
    List<Map<String, Object>> matching = logs.stream().filter(filter::lets).toList();
    return renderer.render(
        call,
        200,
        "requests",
        Map.of(
            "logs", matching.stream().limit(SHOWN).toList(),
            "matching", matching.size(),
            "searched", logs.size(),
            "total", page.getOrDefault("total", 0),
            "filter", renderer.object(filter),
            "categories",
                logs.stream()
                    .map(log -> log.get("category"))
                    .filter(Objects::nonNull)
                    .distinct()
                    .sorted()
                    .toList()));
  }

  private static String given(@Nullable String text) {
    return text == null ? "" : text.strip();
  }
}
