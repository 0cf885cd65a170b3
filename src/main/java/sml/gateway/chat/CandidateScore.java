package sml.gateway.chat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate was worth for a request, in points, and the numbers it came from: {@code total =
 * success + time + crowding + scarcity + cooling + size}.
 *
 * @param total what candidates are ordered by
 * @param success points for the answers to expect, {@code 100 * drawn + qualityWorth * expected *
 *     (quality - 0.5)}
 * @param expected share of attempts that are expected to be answered, 0 to 1
 * @param drawn the same, drawn from what is likely (Thompson sampling)
 * @param samples live results of this category behind it
 * @param quality share of right answers that exams let expect, 0 to 1
 * @param time points for the time, never positive
 * @param seconds the time it may take, drawn from what is likely
 * @param crowding points for a provider that gives most answers, never positive
 * @param share the provider's part of all answers of the last minute, 0 to 1
 * @param scarcity points for a quota that runs low, never positive
 * @param cooling points for a model that cools down, never positive
 * @param size points for the size of the model
 * @param exams the model's exam standing
 * @param note a remark about one that was not ranked, else null
 */
public record CandidateScore(
    double total,
    double success,
    double expected,
    double drawn,
    long samples,
    double quality,
    double time,
    double seconds,
    double crowding,
    double share,
    double scarcity,
    double cooling,
    double size,
    ExamScores.ExamStanding exams,
    @Nullable String note) {

  /** The value of a candidate that was not ranked. */
  public static CandidateScore of(double total, String note) {
    return new CandidateScore(
        total, total, 1, 1, 0, 0.5, 0, 0, 0, 0, 0, 0, 0, ExamScores.ExamStanding.UNTESTED, note);
  }

  /** A short text for the trace. */
  public String text() {
    return note != null
        ? note
        : String.format(
            Locale.ROOT,
            "success %.0f %% of %d (drawn %.0f %%), quality %.0f %%, time %.2f s,"
                + " %.0f %% of all answers, %s",
            100 * expected,
            samples,
            100 * drawn,
            100 * quality,
            seconds,
            100 * share,
            switch (exams) {
              case UNTESTED -> "not examined";
              case PASSED -> "exam passed";
              case FAILED -> "exam failed: last resort";
            });
  }
}
