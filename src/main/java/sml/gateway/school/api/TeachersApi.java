package sml.gateway.school.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.school.staff.Appointer;
import sml.gateway.school.staff.LiveExamScores;
import sml.gateway.school.staff.StaffSnapshot;
import sml.gateway.school.staff.Teacher;
import sml.gateway.school.staff.Teacher.Role;

/** {@code /api/teachers}: who holds which office, and the newest marks of the proctors. */
@Component("teachersApi")
final class TeachersApi {
  private final LiveExamScores examScores;
  private final Appointer appointer;
  private final ModelRegistry registry;

  record TeacherPage(
      @Nullable TeacherRow principal,
      List<TeacherRow> heads,
      List<TeacherRow> proctors,
      TeacherTotals totals,
      List<Map<String, Object>> recentGradings) {}

  record TeacherTotals(int principal, int heads, int proctors) {}

  record TeacherRow(
      String modelId,
      String id,
      String role,
      @Nullable String category,
      double score,
      String provider,
      String modelName,
      boolean provisional,
      String reason,
      Instant appointedAt,
      int reappointed) {}

  record Appointed(boolean ok, @Nullable String principal, int heads, int proctors) {}

  TeachersApi(LiveExamScores examScores, Appointer appointer, ModelRegistry registry) {
    this.examScores = examScores;
    this.appointer = appointer;
    this.registry = registry;
  }

  public TeacherPage list(@Variable("gradings") List<Map<String, Object>> gradings) {
    StaffSnapshot staff = examScores.staff();
    List<TeacherRow> heads = staff.with(Role.HEAD).stream().map(this::row).toList();
    List<TeacherRow> proctors = staff.with(Role.PROCTOR).stream().map(this::row).toList();
    return new TeacherPage(
        staff.principal().map(this::row).orElse(null),
        heads,
        proctors,
        new TeacherTotals(staff.principal().isPresent() ? 1 : 0, heads.size(), proctors.size()),
        gradings);
  }

  /** Appoints all teachers anew from the current scores. */
  public Appointed appoint() {
    appointer.appoint();
    StaffSnapshot staff = examScores.staff();
    return new Appointed(
        true,
        staff.principal().map(one -> one.ref().id()).orElse(null),
        staff.with(Role.HEAD).size(),
        staff.with(Role.PROCTOR).size());
  }

  private TeacherRow row(Teacher teacher) {
    return new TeacherRow(
        teacher.ref().rowId(),
        teacher.ref().id(),
        teacher.role().id(),
        teacher.category() == null ? null : teacher.category().id(),
        Percentages.of(teacher.score()),
        teacher.ref().provider(),
        registry.model(teacher.ref()).map(Model::name).orElse(teacher.ref().model()),
        teacher.provisional(),
        teacher.reason(),
        teacher.appointedAt(),
        teacher.reappointed());
  }
}
