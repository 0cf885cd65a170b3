package sml.gateway.school.records;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.records.TranscriptStore.LastExam;
import sml.gateway.school.records.TranscriptStore.ScoreRow;
import sml.gateway.school.records.TranscriptStore.StandingRow;

/** Computes one score per model, and one per model and category, from the answers at a level. */
@Component
public final class Transcript {
  // older answers have almost no weight
  private static final int HALF_LIVES = 8;

  private final TranscriptStore store;
  private final TransactionOperations together;
  private final SchoolSettings settings;
  private final Clock clock;

  Transcript(
      TranscriptStore store, TransactionOperations together, SchoolSettings settings, Clock clock) {
    this.store = store;
    this.together = together;
    this.settings = settings;
    this.clock = clock;
  }

  /** Computes all scores anew; scores of another level are replaced. */
  public void renew(String level) {
    together.executeWithoutResult(
        saving -> {
          store.lock();
          sumUp(level, null);
        });
  }

  /** Deletes every attempt with its answers, and all scores; returns how many attempts. */
  public int forget() {
    Integer forgotten =
        together.execute(
            saving -> {
              store.lock();
              return store.forget();
            });
    return forgotten == null ? 0 : forgotten;
  }

  /**
   * Computes the scores of a model that has just ended an exam; the caller holds the lock. Does
   * nothing while other models have scores of another level: {@link #renew(String)} then replaces
   * all of them.
   */
  void renew(String level, ModelRef ref) {
    if (!store.mixes(level)) {
      sumUp(level, ref.rowId());
    }
  }

  private void sumUp(String level, @Nullable String modelId) {
    Instant now = clock.instant();
    Map<ModelRef, Sheet> sheets = new HashMap<>();
    store
        .outcomes(level, now.minus(settings.halfLife().multipliedBy(HALF_LIVES)), modelId)
        .forEach(shown -> sheets.computeIfAbsent(shown.ref(), ref -> new Sheet(now)).add(shown));
    List<StandingRow> examStandings = new ArrayList<>();
    List<ScoreRow> scores = new ArrayList<>();
    for (LastExam last : store.lastExams(level, modelId)) {
      Sheet sheet = sheets.getOrDefault(ModelRef.ofRow(last.modelId()), new Sheet(now));
      examStandings.add(sheet.standing(last));
      sheet.scores(last, scores);
    }
    store.clear(modelId);
    store.write(level, examStandings, scores, now);
  }

  /** The answers of one model, summed up. */
  private final class Sheet {
    private final Instant now;
    private final ExamEvidence overall;
    private final Map<Category, ExamEvidence> byCategory = new EnumMap<>(Category.class);

    Sheet(Instant now) {
      this.now = now;
      this.overall = new ExamEvidence(now, settings.halfLife());
    }

    void add(ExamOutcome shown) {
      byCategory
          .computeIfAbsent(shown.category(), fresh -> new ExamEvidence(now, settings.halfLife()))
          .add(shown.right(), shown.answers(), shown.at());
      if (shown.exam()) {
        overall.add(shown.right(), shown.answers(), shown.at());
      }
    }

    StandingRow standing(LastExam last) {
      ExamScores.Score score = overall.score();
      return new StandingRow(
          last.modelId(),
          last.passed(),
          score.share(),
          overall.weight(),
          score.low(),
          score.high(),
          last.number(),
          last.attemptId(),
          last.at());
    }

    void scores(LastExam last, List<ScoreRow> rows) {
      byCategory.forEach(
          (category, examEvidence) -> {
            ExamScores.Score score = examEvidence.score();
            rows.add(
                new ScoreRow(
                    last.modelId(),
                    category,
                    score.share(),
                    examEvidence.passed(),
                    examEvidence.total(),
                    examEvidence.weight(),
                    score.low(),
                    score.high(),
                    last.attemptId()));
          });
    }
  }
}
