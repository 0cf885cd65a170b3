package sml.gateway.school.staff;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;

/** The real election of heads, for simulations of other rooms. */
public final class TeacherElectionLab {
  private TeacherElectionLab() {}

  /** The head of each category, by these reports and live results. */
  public static Map<Category, ModelRef> heads(
      List<Model> models, ExamScores examScores, LiveStats liveStats, Instant now) {
    List<Nominee> nominees =
        models.stream()
            .map(
                model ->
                    new Nominee(
                        model,
                        examScores.of(model.ref()),
                        category -> liveStats.of(model.ref(), category)))
            .toList();
    Map<Category, ModelRef> heads = new EnumMap<>(Category.class);
    for (Teacher teacher : new TeacherElection(nominees, now).all(0)) {
      if (teacher.role() == Teacher.Role.HEAD && teacher.category() != null) {
        heads.put(teacher.category(), teacher.ref());
      }
    }
    return heads;
  }
}
