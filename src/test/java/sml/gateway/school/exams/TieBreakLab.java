package sml.gateway.school.exams;

import java.util.List;
import sml.gateway.catalog.Model;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;

/** The real choice of tie-break questions, for simulations of other rooms. */
public final class TieBreakLab {
  private TieBreakLab() {}

  /** A model and the category of its question. */
  public record Asked(ModelRef ref, Category category) {}

  /** The questions of the next round. */
  public static List<Asked> questions(
      List<Model> models, ExamScores examScores, LiveStats liveStats, SchoolSettings settings) {
    return new TieBreakDraw(examScores, liveStats, settings)
        .calls(models).stream()
            .map(call -> new Asked(call.model().ref(), call.category()))
            .toList();
  }
}
