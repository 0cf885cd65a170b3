package sml.gateway.dashboard;

import java.util.Map;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.dashboard.charts.MarkHistory;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /school/{model}}: the newest exams of a model with its answers. */
@Component("reportPage")
final class ReportPage {
  private final PageRenderer renderer;

  ReportPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  public HttpReply show(
      @ExchangeProperty(HttpCall.PROPERTY) HttpCall call,
      @Variable("card") Object card,
      @Variable("level") Object examConfig) {
    Map<String, Object> report = renderer.object(card);
    var attempts = renderer.rows(report, "attempts");
    return renderer.render(
        call,
        200,
        "report",
        Map.of(
            "report", report,
            "attempts", attempts,
            "history", MarkHistory.of(attempts, renderer.rows(examConfig, "levels"))));
  }
}
