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

/** {@code GET /caches}: what is remembered, how often it was of use, and why it was or was not. */
@Component("cachesPage")
final class CachesPage {
  private final PageRenderer renderer;

  CachesPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  /** How often a reason was given; {@code share} of the one given most. */
  private record ReasonCount(String reason, long count, double share) {}

  public HttpReply show(@Body HttpCall call, @Variable("caches") Object cacheOverview) {
    Map<String, Object> caches = renderer.object(cacheOverview);
    return renderer.render(
        call,
        200,
        "caches",
        Map.of(
            "caches", caches,
            "tiers", renderer.rows(caches, "tiers"),
            "entries", byId(renderer.rows(caches, "topEntries")),
            "verdicts", renderer.rows(caches, "lastVerdicts"),
            "reasons",
                renderer.rows(
                    reasons(renderer.object(caches.getOrDefault("verdicts", Map.of()))))));
  }

  /** An answer that several kinds remember is one row, with the hits of all. */
  private static List<Map<String, Object>> byId(List<Map<String, Object>> entries) {
    Map<Object, Map<String, Object>> rows = new LinkedHashMap<>();
    for (Map<String, Object> entry : entries) {
      Map<String, Object> row = rows.computeIfAbsent(entry.get("id"), id -> new HashMap<>(entry));
      Object kind = entry.get("tier");
      if (row.get("tiers") instanceof List<?> kinds) {
        row.put("tiers", Stream.concat(kinds.stream(), Stream.of(kind)).toList());
        row.put(
            "hitCount", Figure.whole(row.get("hitCount")) + Figure.whole(entry.get("hitCount")));
      } else {
        row.put("tiers", List.of(kind));
      }
    }
    return List.copyOf(rows.values());
  }

  private static List<ReasonCount> reasons(Map<String, Object> counts) {
    long most = counts.values().stream().mapToLong(Figure::whole).max().orElse(0);
    return counts.entrySet().stream()
        .filter(one -> Figure.whole(one.getValue()) > 0)
        .map(one -> count(one.getKey(), Figure.whole(one.getValue()), most))
        .sorted(Comparator.comparingLong(ReasonCount::count).reversed())
        .toList();
  }

  private static ReasonCount count(String reason, long count, long most) {
    return new ReasonCount(reason, count, 1.0 * count / most);
  }
}
