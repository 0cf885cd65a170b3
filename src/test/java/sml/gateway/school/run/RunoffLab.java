package sml.gateway.school.run;

import java.util.List;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.Faculty;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings;
import sml.gateway.school.SchoolSettings;

/** The real choice of run-off questions, for simulations of other rooms. */
public final class RunoffLab {
  private RunoffLab() {}

  /** Who is asked a question of which category. */
  public record Asked(ModelRef ref, Category category) {}

  /** The questions of the next round. */
  public static List<Asked> questions(
      List<Model> models, Faculty faculty, Standings standings, SchoolSettings settings) {
    return new RunoffDraw(faculty, standings, settings)
        .calls(models).stream()
            .map(call -> new Asked(call.model().ref(), call.category()))
            .toList();
  }
}
