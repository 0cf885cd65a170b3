package sml.gateway.school.staff;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.Faculty;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings;

/** The real election of heads, for simulations of other rooms. */
public final class ElectionLab {
  private ElectionLab() {}

  /** The head of each category, by these reports and live results. */
  public static Map<Category, ModelRef> heads(
      List<Model> models, Faculty faculty, Standings standings, Instant now) {
    List<Nominee> nominees =
        models.stream()
            .map(
                model ->
                    new Nominee(
                        model,
                        faculty.of(model.ref()),
                        category -> standings.of(model.ref(), category)))
            .toList();
    Map<Category, ModelRef> heads = new EnumMap<>(Category.class);
    for (Teacher teacher : new Election(nominees, now).all(0)) {
      if (teacher.role() == Teacher.Role.HEAD && teacher.category() != null) {
        heads.put(teacher.category(), teacher.ref());
      }
    }
    return heads;
  }
}
