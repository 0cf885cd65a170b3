package sml.gateway.school.api;

import static java.util.Comparator.comparingDouble;
import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.ExamScores.ExamStanding;
import sml.gateway.chat.ExamScores.Report;
import sml.gateway.chat.LiveStats;

/** {@code /api/models} and {@code /api/leaderboard}: models with their health and exam results. */
@Component("modelReportApi")
final class ModelReportApi {
  private static final Comparator<Model> UNRANKED =
      Comparator.comparing((Model model) -> -model.contextLength())
          .thenComparing(model -> model.ref().id());

  private final ModelRegistry registry;
  private final ExamScores examScores;
  private final LiveStats liveStats;
  private final Clock clock;

  ModelReportApi(ModelRegistry registry, ExamScores examScores, LiveStats liveStats, Clock clock) {
    this.registry = registry;
    this.examScores = examScores;
    this.liveStats = liveStats;
    this.clock = clock;
  }

  /** Every usable chat model, or those of {@code provider}; examined ones first, best first. */
  public List<Map<String, @Nullable Object>> list(
      @Header("provider") @Nullable String given, @Body List<Map<String, Object>> rows) {
    String provider = QueryParameters.text(given);
    Map<String, Map<String, Object>> known = byId(rows);
    return ranked().stream()
        .filter(model -> provider == null || model.ref().provider().equals(provider))
        .map(model -> row(model, known.getOrDefault(model.ref().rowId(), Map.of())))
        .toList();
  }

  /** The examined models in the order of their scores. */
  public List<Map<String, @Nullable Object>> leaderboard(@Body List<Map<String, Object>> rows) {
    Map<String, Map<String, Object>> known = byId(rows);
    List<Model> examined =
        ranked().stream()
            .filter(model -> examScores.of(model.ref()).standing() != ExamStanding.UNTESTED)
            .toList();
    List<Map<String, @Nullable Object>> places = new ArrayList<>();
    for (Model model : examined) {
      places.add(
          place(places.size() + 1, model, known.getOrDefault(model.ref().rowId(), Map.of())));
    }
    return places;
  }

  private static Map<String, Map<String, Object>> byId(List<Map<String, Object>> rows) {
    return rows.stream().collect(toMap(row -> String.valueOf(row.get("id")), identity()));
  }

  private List<Model> ranked() {
    return registry.models().stream()
        .filter(Model::chat)
        .sorted(
            comparingDouble((Model model) -> -overall(examScores.of(model.ref())))
                .thenComparing(UNRANKED))
        .toList();
  }

  private static double overall(Report report) {
    return report.standing() == ExamStanding.UNTESTED ? -1 : report.overall();
  }

  private Map<String, @Nullable Object> row(Model model, Map<String, Object> known) {
    Report report = examScores.of(model.ref());
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", model.ref().rowId());
    row.put("name", model.name());
    row.put("nickname", null);
    row.put("provider", model.ref().provider());
    row.put("modelId", model.ref().model());
    row.put("contextLength", model.contextLength());
    row.put("tier", model.tier());
    row.put("supportsVision", Boolean.TRUE.equals(model.vision()));
    row.put("supportsTools", Boolean.TRUE.equals(model.tools()));
    row.put("health", health(model, report, known));
    row.put("benchmark", benchmark(report, known));
    row.put("categoryScores", scores(report));
    row.put("exam", exam(report, known));
    row.put("firstSeen", model.firstSeen().toString());
    row.put("lastSeen", time(known.get("last_seen")));
    return row;
  }

  private Map<String, @Nullable Object> health(
      Model model, Report report, Map<String, Object> known) {
    var stats = liveStats.of(model.ref(), Category.GENERAL);
    var cooldown = stats.cooldown();
    String checked = time(known.get("last_check"));
    boolean heard =
        checked != null
            || stats.samples() > 0
            || report.standing() != ExamScores.ExamStanding.UNTESTED;
    Map<String, @Nullable Object> health = new LinkedHashMap<>();
    boolean failed = Boolean.TRUE.equals(known.get("last_failed"));
    health.put(
        "status",
        cooldown != null ? "cooldown" : failed ? "error" : heard ? "available" : "unknown");
    health.put("latencyMs", millis(stats.usualTotal()));
    health.put("lastCheck", checked);
    health.put(
        "cooldownUntil",
        cooldown == null ? null : clock.instant().plus(cooldown.left()).toString());
    health.put("reason", cooldown == null ? null : cooldown.reason());
    return health;
  }

  private static @Nullable Long millis(@Nullable Duration time) {
    return time == null ? null : time.toMillis();
  }

  private static @Nullable Map<String, @Nullable Object> benchmark(
      Report report, Map<String, Object> known) {
    if (report.standing() == ExamStanding.UNTESTED) {
      return null;
    }
    Map<String, @Nullable Object> benchmark = new LinkedHashMap<>();
    int answered = number(known.get("total_questions"));
    benchmark.put("avgScore", Percentages.ofTen(report.overall()));
    benchmark.put("maxScore", 10);
    benchmark.put("questionsAnswered", answered);
    benchmark.put("totalQuestions", answered + number(known.get("skipped_questions")));
    return benchmark;
  }

  private static @Nullable Map<String, Long> scores(Report report) {
    if (report.scores().isEmpty()) {
      return null;
    }
    Map<String, Long> scores = new LinkedHashMap<>();
    new EnumMap<>(report.scores())
        .forEach((category, score) -> scores.put(category.id(), Math.round(100 * score.share())));
    return scores;
  }

  private static Map<String, @Nullable Object> exam(Report report, Map<String, Object> known) {
    Map<String, @Nullable Object> exam = new LinkedHashMap<>();
    exam.put("standing", report.standing().name().toLowerCase(Locale.ROOT));
    exam.put(
        "scorePct",
        report.standing() == ExamStanding.UNTESTED ? null : Percentages.of(report.overall()));
    exam.put("running", "running".equals(known.get("exam_status")));
    exam.put("nextExamAt", time(known.get("next_exam_at")));
    Map<String, Object> details = new TreeMap<>();
    report
        .scores()
        .forEach(
            (category, score) -> {
              Map<String, Object> detail = new LinkedHashMap<>();
              detail.put("scorePct", Percentages.of(score.share()));
              detail.put("answers", score.answers());
              detail.put("lowPct", Percentages.of(score.low()));
              detail.put("highPct", Percentages.of(score.high()));
              details.put(category.id(), detail);
            });
    exam.put("categories", details);
    return exam;
  }

  private Map<String, @Nullable Object> place(int rank, Model model, Map<String, Object> known) {
    Report report = examScores.of(model.ref());
    int answered = number(known.get("total_questions"));
    int right = number(known.get("passed_questions"));
    Map<String, @Nullable Object> place = new LinkedHashMap<>();
    place.put("rank", rank);
    place.put("name", model.name());
    place.put("provider", model.ref().provider());
    place.put("modelId", model.ref().model());
    place.put("avgScore", Percentages.ofTen(report.overall()));
    place.put("totalScore", 10 * right);
    place.put("maxScore", 10 * answered);
    place.put("percentage", Percentages.of(report.overall()));
    place.put("questionsAnswered", answered);
    place.put(
        "avgLatencyMs", answered == 0 ? null : number(known.get("total_latency_ms")) / answered);
    place.put("tier", model.tier());
    place.put("supportsVision", Boolean.TRUE.equals(model.vision()));
    Map<String, Double> categories = new TreeMap<>();
    report
        .scores()
        .forEach(
            (category, score) -> categories.put(category.id(), Percentages.ofTen(score.share())));
    place.put("categories", categories);
    return place;
  }

  /** ISO 8601 in UTC; null stays null. */
  private static @Nullable String time(@Nullable Object column) {
    return column instanceof Date time ? Instant.ofEpochMilli(time.getTime()).toString() : null;
  }

  private static int number(@Nullable Object column) {
    return column instanceof Number number ? number.intValue() : 0;
  }
}
