package sml.gateway.dashboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.dashboard.charts.Sparkline;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /providers}: what is left of quotas, and who is absent with breaker and cooldown. */
@Component("providersPage")
final class ProvidersPage {
  /** What {@code limits} of a row may hold. */
  private static final List<String> LIMITS =
      List.of(
          "requests_per_minute",
          "requests_per_hour",
          "requests_per_day",
          "requests_per_month",
          "tokens_per_minute",
          "tokens_per_hour",
          "tokens_per_day",
          "tokens_per_month",
          "concurrent");

  private final PageRenderer renderer;

  ProvidersPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  public HttpReply show(
      @Body HttpCall call,
      @Variable("providers") Object providers,
      @Variable("circuits") Object circuitList,
      @Variable("limits") Object limitList,
      @Variable("scores") Object liveScores,
      @Variable("trend") Object dailyTrend,
      @Variable("uptime") Object uptimeReport) {
    List<QuotaGauge> gauges =
        renderer.rows(limitList, "numbers").stream()
            .flatMap(QuotaGauge::of)
            .sorted(Comparator.comparingDouble(QuotaGauge::share))
            .toList();
    Map<String, Object> trend = renderer.object(dailyTrend);
    Map<String, Object> uptime = renderer.object(uptimeReport);
    Map<String, Object> hours = renderer.object(uptime.getOrDefault("hourlyUptime", Map.of()));
    List<Map<String, Object>> used =
        used(renderer.rows(providers), renderer.rows(liveScores, "providers"));
    return renderer.render(
        call,
        200,
        "providers",
        Map.of(
            "limited",
                used.stream().filter(ProvidersPage::ownsItsQuota).map(this::limited).toList(),
            "kinds", LIMITS,
            "times", Sparkline.amounts(list(trend, "dates"), renderer.rows(trend, "latencyTrend")),
            "answered", Sparkline.shares(list(hours, "starts"), renderer.rows(hours, "providers")),
            "providers", used,
            "circuits", renderer.rows(circuitList, "circuits"),
            "gauges", renderer.rows(gauges)));
  }

  private static boolean ownsItsQuota(Map<String, Object> provider) {
    return Objects.equals(provider.get("provider"), provider.get("quotaOwner"));
  }

  /** A provider whose limits can be set, with those it has as JSON. */
  private Map<String, Object> limited(Map<String, Object> provider) {
    return Map.of(
        "provider", String.valueOf(provider.get("provider")),
        "label", String.valueOf(provider.get("label")),
        "limits", renderer.json(provider.getOrDefault("limits", Map.of())));
  }

  private static List<?> list(Map<String, Object> answer, String member) {
    return answer.get(member) instanceof List<?> list ? list : List.of();
  }

  /** Those that can be asked, each with what live traffic said of it. */
  private static List<Map<String, Object>> used(
      List<Map<String, Object>> providers, List<Map<String, Object>> scores) {
    Map<Object, Map<String, Object>> known = new HashMap<>();
    scores.forEach(one -> known.put(one.get("provider"), one));
    List<Map<String, Object>> used = new ArrayList<>();
    for (Map<String, Object> provider : providers) {
      String status = String.valueOf(provider.get("status"));
      if (!status.equals("no_key") && !status.equals("disabled")) {
        Map<String, Object> row =
            new HashMap<>(known.getOrDefault(provider.get("provider"), Map.of()));
        row.putAll(provider);
        used.add(row);
      }
    }
    return used;
  }
}
