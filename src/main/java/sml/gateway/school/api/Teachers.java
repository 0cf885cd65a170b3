package sml.gateway.school.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Call;
import sml.gateway.chat.HttpReply;
import sml.gateway.school.records.GradingStore;
import sml.gateway.school.records.RowId;
import sml.gateway.school.staff.Appointer;
import sml.gateway.school.staff.LiveFaculty;
import sml.gateway.school.staff.Staff;
import sml.gateway.school.staff.Teacher;
import sml.gateway.school.staff.Teacher.Role;

/** {@code /api/teachers}: who holds which office, and the newest marks of the proctors. */
@Component("teachers")
final class Teachers {
  private static final int MOST_GRADINGS = 30;

  private final LiveFaculty faculty;
  private final Appointer appointer;
  private final GradingStore gradings;
  private final Roster roster;
  private final Wire wire;

  Teachers(
      LiveFaculty faculty, Appointer appointer, GradingStore gradings, Roster roster, Wire wire) {
    this.faculty = faculty;
    this.appointer = appointer;
    this.gradings = gradings;
    this.roster = roster;
    this.wire = wire;
  }

  public HttpReply list(Call call) {
    Staff staff = faculty.staff();
    List<Teacher> heads = staff.with(Role.HEAD);
    List<Teacher> proctors = staff.with(Role.PROCTOR);
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("principal", staff.principal().isPresent() ? 1 : 0);
    totals.put("heads", heads.size());
    totals.put("proctors", proctors.size());
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("principal", staff.principal().map(this::row).orElse(null));
    answer.put("heads", heads.stream().map(this::row).toList());
    answer.put("proctors", proctors.stream().map(this::row).toList());
    answer.put("totals", totals);
    answer.put(
        "recentGradings", gradings.recent(MOST_GRADINGS).stream().map(Teachers::grading).toList());
    return wire.reply(answer);
  }

  /** Appoints anew, by what is known now. */
  public HttpReply appoint(Call call) {
    appointer.appoint();
    Staff staff = faculty.staff();
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", true);
    answer.put("principal", staff.principal().map(one -> one.ref().id()).orElse(null));
    answer.put("heads", staff.with(Role.HEAD).size());
    answer.put("proctors", staff.with(Role.PROCTOR).size());
    return wire.reply(answer);
  }

  private Map<String, @Nullable Object> row(Teacher teacher) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("modelId", RowId.of(teacher.ref()));
    row.put("id", teacher.ref().id());
    row.put("role", teacher.role().id());
    row.put("category", teacher.category() == null ? null : teacher.category().id());
    row.put("score", Percent.of(teacher.score()));
    row.put("provider", teacher.ref().provider());
    row.put(
        "modelName", roster.model(teacher.ref()).map(Model::name).orElse(teacher.ref().model()));
    row.put("provisional", teacher.provisional());
    row.put("reason", teacher.reason());
    row.put("appointedAt", teacher.appointedAt().toString());
    row.put("reappointed", teacher.reappointed());
    return row;
  }

  private static Map<String, @Nullable Object> grading(Map<String, Object> mark) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", mark.get("id"));
    row.put("graderModelId", mark.get("grader_model_id"));
    row.put("graderRole", mark.get("grader_role"));
    row.put("questionId", mark.get("question_id"));
    row.put("category", mark.get("category"));
    row.put("mark", mark.get("original_score"));
    row.put("finalScore", mark.get("final_score"));
    row.put("reasoning", mark.get("reasoning"));
    row.put("method", mark.get("method"));
    row.put("gradedAt", Moment.of(mark.get("graded_at")));
    return row;
  }
}
