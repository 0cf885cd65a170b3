package sml.gateway.dashboard;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.dashboard.charts.TrafficDay;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /}: how the gateway does, and what needs the owner first. */
@Component("overviewPage")
final class OverviewPage {
  private static final int MOST_GAUGES = 6;
  private static final int NEWEST = 8;

  private final PageRenderer renderer;
  private final AttentionList attention;

  OverviewPage(PageRenderer renderer, AttentionList attention) {
    this.renderer = renderer;
    this.attention = attention;
  }

  public HttpReply show(
      @Body HttpCall call,
      @Variable("status") Object statusReport,
      @Variable("logs") Object loggedRequests,
      @Variable("circuits") Object circuitList,
      @Variable("limits") Object limitList,
      @Variable("failedFiles") Object failedFileList,
      @Variable("providers") Object providerList,
      @Variable("hours") Object hourList) {
    Map<String, Object> status = renderer.object(statusReport);
    var logs = renderer.rows(loggedRequests, "logs");
    var circuits = renderer.rows(circuitList, "circuits");
    var limits = renderer.rows(limitList, "numbers");
    var failedFiles = renderer.rows(failedFileList);
    String language = Visitor.of(call).language();
    return renderer.render(
        call,
        200,
        "overview",
        Map.of(
            "status", status,
            "sample", renderer.object(RequestSample.of(logs)),
            "first", renderer.object(FirstSteps.of(renderer.rows(providerList), logs.isEmpty())),
            "day", TrafficDay.of(renderer.rows(hourList), renderer.object(targets(status))),
            "newest", logs.stream().limit(NEWEST).toList(),
            "gauges", renderer.rows(scarcest(limits)),
            "attention",
                renderer.rows(attention.of(language, status, circuits, limits, failedFiles)),
            "base", BaseAddress.of(call)));
  }

  private static Object targets(Map<String, Object> status) {
    return status.getOrDefault("targets", Map.of());
  }

  private static List<QuotaGauge> scarcest(List<Map<String, Object>> limits) {
    return limits.stream()
        .flatMap(QuotaGauge::overTime)
        .sorted(Comparator.comparingDouble(QuotaGauge::share))
        .limit(MOST_GAUGES)
        .toList();
  }
}
