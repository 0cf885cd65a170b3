package sml.gateway.dashboard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** {@code GET /school}: exam level, teachers, leaderboard and who is absent. */
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
    Map<String, Object> staff = renderer.object(teachers);
    Map<String, Object> data = new HashMap<>();
    data.put("levels", renderer.rows(examConfig, "levels"));
    data.put("active", renderer.object(examConfig).get("active"));
    data.put("principal", staff.get("principal"));
    data.put("heads", renderer.rows(staff, "heads"));
    data.put("proctors", renderer.rows(staff, "proctors"));
    data.put("leaders", ranked);
    data.put("absent", all.stream().filter(SchoolPage::absent).toList());
    data.put("waiting", all.stream().filter(one -> standing(one).equals("untested")).count());
    data.put("passed", all.stream().filter(one -> standing(one).equals("passed")).count());
    data.put("failed", all.stream().filter(one -> standing(one).equals("failed")).count());
    data.put("known", all.size());
    return renderer.render(call, 200, "school", data);
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
