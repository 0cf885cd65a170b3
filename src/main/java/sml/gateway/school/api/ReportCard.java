package sml.gateway.school.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Call;
import sml.gateway.chat.Faculty;
import sml.gateway.chat.Faculty.Report;
import sml.gateway.chat.Faculty.Standing;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.records.AnswerStore;
import sml.gateway.school.records.AttemptStore;

/** {@code GET /api/exams/{provider/model}}: a model's newest attempts with every answer. */
@Component("reportCard")
final class ReportCard {
  private static final String PATH = "/api/exams/";
  private static final int MOST_ATTEMPTS = 10;

  private final AttemptStore attempts;
  private final AnswerStore answers;
  private final Faculty faculty;
  private final Roster roster;
  private final Wire wire;

  ReportCard(
      AttemptStore attempts, AnswerStore answers, Faculty faculty, Roster roster, Wire wire) {
    this.attempts = attempts;
    this.answers = answers;
    this.faculty = faculty;
    this.roster = roster;
    this.wire = wire;
  }

  public HttpReply show(Call call) {
    String id = call.pathAfter(PATH);
    int slash = id.indexOf('/');
    if (slash <= 0 || slash == id.length() - 1) {
      throw new InvalidRequest("`model` is required in the path as provider/model.", "model");
    }
    ModelRef ref = new ModelRef(id.substring(0, slash), id.substring(slash + 1));
    List<Map<String, Object>> rows = attempts.report(ref, MOST_ATTEMPTS);
    if (rows.isEmpty() && roster.model(ref).isEmpty()) {
      throw NotFound.model(id);
    }
    Map<Object, List<Map<String, Object>>> byAttempt =
        answers.report(rows.stream().map(ReportCard::id).toList()).stream()
            .collect(Collectors.groupingBy(row -> row.get("attempt_id")));
    Map<String, @Nullable Object> card = new LinkedHashMap<>();
    card.put("model", ref.id());
    Report report = faculty.of(ref);
    card.put("standing", report.standing().name().toLowerCase(Locale.ROOT));
    card.put(
        "scorePct", report.standing() == Standing.UNTESTED ? null : Percent.of(report.overall()));
    card.put(
        "attempts",
        rows.stream()
            .map(row -> attempt(row, byAttempt.getOrDefault(row.get("id"), List.of())))
            .toList());
    return wire.reply(card);
  }

  private static long id(Map<String, Object> row) {
    return row.get("id") instanceof Number id ? id.longValue() : 0;
  }

  private static Map<String, @Nullable Object> attempt(
      Map<String, Object> row, List<Map<String, Object>> given) {
    Map<String, @Nullable Object> attempt = new LinkedHashMap<>();
    attempt.put("id", row.get("id"));
    attempt.put("number", row.get("attempt_number"));
    attempt.put("level", row.get("exam_level"));
    attempt.put("status", row.get("status"));
    attempt.put("startedAt", Moment.of(row.get("started_at")));
    attempt.put("finishedAt", Moment.of(row.get("finished_at")));
    attempt.put("total", row.get("total_questions"));
    attempt.put("right", row.get("passed_questions"));
    attempt.put("skipped", row.get("skipped_questions"));
    // nothing is known before the first answer counts
    boolean counted = row.get("total_questions") instanceof Number total && total.intValue() > 0;
    attempt.put("scorePct", counted ? row.get("score_pct") : null);
    attempt.put("lowPct", counted ? row.get("low_pct") : null);
    attempt.put("highPct", counted ? row.get("high_pct") : null);
    attempt.put("passed", row.get("passed"));
    attempt.put("provisional", row.get("provisional"));
    attempt.put("latencyMs", row.get("total_latency_ms"));
    attempt.put("error", row.get("error"));
    attempt.put("nextExamAt", Moment.of(row.get("next_exam_at")));
    attempt.put("consecutiveFails", row.get("consecutive_fails"));
    attempt.put("answers", given.stream().map(ReportCard::answer).toList());
    return attempt;
  }

  private static Map<String, @Nullable Object> answer(Map<String, Object> row) {
    Map<String, @Nullable Object> answer = new LinkedHashMap<>();
    answer.put("questionId", row.get("question_id"));
    answer.put("level", row.get("exam_level"));
    answer.put("category", row.get("category"));
    answer.put("variantId", row.get("variant_id"));
    answer.put("question", row.get("question"));
    answer.put("expected", row.get("expected"));
    answer.put("answer", row.get("answer"));
    answer.put("state", row.get("state"));
    answer.put("passed", row.get("passed"));
    answer.put("method", row.get("check_method"));
    answer.put("reason", row.get("fail_reason"));
    answer.put("latencyMs", row.get("latency_ms"));
    answer.put("tries", row.get("tries"));
    answer.put("answeredAt", Moment.of(row.get("answered_at")));
    return answer;
  }
}
