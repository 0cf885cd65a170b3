package sml.gateway.school.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Header;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.ExamScores.ExamStanding;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.ModelRef;

/** {@code GET /api/exams/{provider/model}}: a model's newest attempts with every answer. */
@Component("reportCardApi")
final class ReportCardApi {
  private final ExamScores examScores;
  private final ModelRegistry registry;

  record Card(
      String model,
      String standing,
      @Nullable Double scorePct,
      List<Map<String, Object>> attempts) {}

  ReportCardApi(ExamScores examScores, ModelRegistry registry) {
    this.examScores = examScores;
    this.registry = registry;
  }

  /** The id of the model's rows in tables. */
  public String rowId(@Header("model") String id) {
    return ref(id).rowId();
  }

  /** Both lists are as their queries return them; an answer names its attempt. */
  public Card show(
      @Header("model") String id,
      @Variable("attempts") List<Map<String, Object>> attempts,
      @Variable("answers") List<Map<String, Object>> answers) {
    ModelRef ref = ref(id);
    if (attempts.isEmpty() && registry.model(ref).isEmpty()) {
      throw NotFound.model(id);
    }
    Map<String, List<Map<String, Object>>> byAttempt = new HashMap<>();
    for (Map<String, Object> answer : answers) {
      String attempt = String.valueOf(answer.remove("attemptId"));
      byAttempt.computeIfAbsent(attempt, first -> new ArrayList<>()).add(answer);
    }
    attempts.forEach(
        row ->
            row.put("answers", byAttempt.getOrDefault(String.valueOf(row.get("id")), List.of())));
    Report report = examScores.of(ref);
    boolean untested = report.standing() == ExamStanding.UNTESTED;
    return new Card(
        ref.id(),
        report.standing().name().toLowerCase(Locale.ROOT),
        untested ? null : Double.valueOf(Percentages.of(report.overall())),
        attempts);
  }

  private static ModelRef ref(String id) {
    return ModelRef.parse(id)
        .orElseThrow(
            () ->
                new InvalidRequest("`model` is required in the path as provider/model.", "model"));
  }
}
