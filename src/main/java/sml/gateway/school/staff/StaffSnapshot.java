package sml.gateway.school.staff;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.staff.Teacher.Role;

/**
 * The school at one moment: the teachers and the exam report of every model.
 *
 * @param level id of the level the reports are of; null while no model was examined
 */
public record StaffSnapshot(
    @Nullable String level, List<Teacher> teachers, Map<ModelRef, ExamScores.Report> reports) {
  static final StaffSnapshot EMPTY = new StaffSnapshot(null, List.of(), Map.of());

  public StaffSnapshot {
    teachers = List.copyOf(teachers);
    reports = Map.copyOf(reports);
  }

  /** Builds the reports from rows of {@link TeacherStore#examStandings}. */
  static StaffSnapshot of(List<Teacher> teachers, List<Map<String, Object>> examStandings) {
    Map<ModelRef, Map<Category, ExamScores.Score>> scores = new HashMap<>();
    Map<ModelRef, Map<String, Object>> rows = new HashMap<>();
    String level = null;
    for (Map<String, Object> row : examStandings) {
      ModelRef ref = ModelRef.ofRow(String.valueOf(row.get("model_id")));
      level = String.valueOf(row.get("exam_level"));
      rows.put(ref, row);
      Map<Category, ExamScores.Score> mine =
          scores.computeIfAbsent(ref, fresh -> new EnumMap<>(Category.class));
      if (row.get("category") instanceof String category) {
        mine.put(
            Category.valueOf(category.toUpperCase(Locale.ROOT)),
            new ExamScores.Score(
                share(row, "score_pct"),
                (int) Math.round(number(row, "weight")),
                share(row, "low_pct"),
                share(row, "high_pct")));
      }
    }
    Map<ModelRef, ExamScores.Report> reports = new HashMap<>();
    rows.forEach(
        (ref, row) ->
            reports.put(
                ref,
                new ExamScores.Report(
                    Boolean.TRUE.equals(row.get("passed"))
                        ? ExamScores.ExamStanding.PASSED
                        : ExamScores.ExamStanding.FAILED,
                    share(row, "overall"),
                    scores.getOrDefault(ref, Map.of()))));
    return new StaffSnapshot(level, teachers, reports);
  }

  private static double share(Map<String, Object> row, String column) {
    return number(row, column) / 100;
  }

  private static double number(Map<String, Object> row, String column) {
    return row.get(column) instanceof Number number ? number.doubleValue() : 0;
  }

  public ExamScores.Report report(ModelRef ref) {
    return reports.getOrDefault(ref, ExamScores.Report.UNTESTED);
  }

  public Optional<Teacher> principal() {
    return teachers.stream().filter(teacher -> teacher.role() == Role.PRINCIPAL).findFirst();
  }

  public List<Teacher> with(Role role) {
    return teachers.stream().filter(teacher -> teacher.role() == role).toList();
  }
}
