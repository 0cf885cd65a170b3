package sml.gateway.dashboard;

import static java.util.Comparator.comparingDouble;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/**
 * {@code GET /school}: exam level, a sample of its questions, teachers, who is absent, and the
 * leaderboard, which can be searched and put in the order of a category.
 */
@Component("schoolPage")
final class SchoolPage {
  private final PageRenderer renderer;

  SchoolPage(PageRenderer renderer) {
    this.renderer = renderer;
  }

  public HttpReply show(
      @ExchangeProperty(HttpCall.PROPERTY) HttpCall call,
      @Variable("level") Object examConfig,
      @Variable("teachers") Object teachers,
      @Variable("models") Object models,
      @Variable("leaders") Object leaders) {
    List<Map<String, Object>> all = renderer.rows(models);
    List<Map<String, Object>> ranked = renderer.rows(leaders);
    Map<String, String> query = call.query();
    String text = query.getOrDefault("q", "").strip();
    String category = query.getOrDefault("category", "");
    Map<String, Object> staff = renderer.object(teachers);
    Map<String, Object> data = new HashMap<>();
    data.put("levels", renderer.rows(examConfig, "levels"));
    data.put("active", renderer.object(examConfig).get("active"));
    data.put("principal", staff.get("principal"));
    data.put("heads", renderer.rows(staff, "heads"));
    data.put("proctors", renderer.rows(staff, "proctors"));
    data.put(
        "leaders", bestAt(ranked, category).stream().filter(one -> mentions(one, text)).toList());
    data.put("examined", ranked.size());
    data.put("categories", categories(ranked));
    data.put("text", text);
    data.put("category", category);
    data.put("questions", renderer.rows(examConfig, "questions"));
    data.put("level", renderer.object(examConfig).get("level"));
    data.put("absent", all.stream().filter(SchoolPage::absent).toList());
    data.put("waiting", all.stream().filter(one -> standing(one).equals("untested")).count());
    data.put("passed", all.stream().filter(one -> standing(one).equals("passed")).count());
    data.put("failed", all.stream().filter(one -> standing(one).equals("failed")).count());
    data.put("known", all.size());
    return renderer.render(call, 200, "school", data);
  }

  private static boolean mentions(Map<String, Object> model, String text) {
    String id = model.get("provider") + "/" + model.get("modelId");
    return id.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
  }

  private static List<String> categories(List<Map<String, Object>> models) {
    return models.stream()
        .flatMap(one -> marks(one).keySet().stream())
        .distinct()
        .sorted()
        .toList();
  }

  private static Map<String, Double> marks(Map<String, Object> model) {
    Map<String, Double> marks = new HashMap<>();
    if (model.get("categories") instanceof Map<?, ?> all) {
      all.forEach(
          (category, mark) -> {
            if (mark instanceof Number number) {
              marks.put(String.valueOf(category), number.doubleValue());
            }
          });
    }
    return marks;
  }

  /**
   * Those with a mark in the category, best first, each with its place among them and that mark;
   * all as they are when it is none.
   */
  private static List<Map<String, Object>> bestAt(
      List<Map<String, Object>> ranked, String category) {
    List<Map<String, Object>> best =
        ranked.stream()
            .filter(one -> marks(one).containsKey(category))
            .sorted(comparingDouble(one -> -marks(one).getOrDefault(category, 0.0)))
            .toList();
    return best.isEmpty()
        ? ranked
        : IntStream.range(0, best.size())
            .mapToObj(i -> placed(best.get(i), i + 1, category))
            .toList();
  }

  private static Map<String, Object> placed(Map<String, Object> model, int place, String category) {
    Map<String, Object> row = new HashMap<>(model);
    row.put("place", place);
    row.put("mark", marks(model).get(category));
    return row;
  }

  /** True for a model that was checked and cannot be asked now. */
  private static boolean absent(Map<String, Object> model) {
    return model.get("health") instanceof Map<?, ?> health
        && !"available".equals(health.get("status"))
        && !"unknown".equals(health.get("status"));
  }

  private static String standing(Map<String, Object> model) {
    return model.get("exam") instanceof Map<?, ?> exam ? String.valueOf(exam.get("standing")) : "";
  }
}
