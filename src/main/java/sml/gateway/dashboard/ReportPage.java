package sml.gateway.dashboard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
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
            "report",
            report,
            "attempts",
            attempts,
            "categories",
            categories(attempts),
            "history",
            MarkHistory.of(attempts, renderer.rows(examConfig, "levels"))));
  }

  /**
   * What the newest exam with answers came to.
   *
   * @param right how many of its answers in the category were right
   * @param total how many answers it has there
   */
  record CategoryMark(String category, long right, long total) {
    static CategoryMark of(@Nullable Object category, boolean right) {
      return new CategoryMark(String.valueOf(category), right ? 1 : 0, 1);
    }

    CategoryMark plus(CategoryMark other) {
      return new CategoryMark(category, right + other.right, total + other.total);
    }
  }

  private List<Map<String, Object>> categories(List<Map<String, Object>> attempts) {
    Map<String, CategoryMark> marks = new LinkedHashMap<>();
    attempts.stream()
        .map(attempt -> renderer.rows(attempt, "answers"))
        .filter(answers -> answers.stream().anyMatch(one -> one.get("passed") != null))
        .findFirst()
        .orElse(List.of())
        .forEach(
            answer -> {
              if (answer.get("passed") instanceof Boolean right) {
                CategoryMark mark = CategoryMark.of(answer.get("category"), right);
                marks.merge(mark.category(), mark, CategoryMark::plus);
              }
            });
    return renderer.rows(new ArrayList<>(marks.values()));
  }
}
