package sml.gateway.dashboard.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The marks of a model over its exams, oldest first, on a scale of 0 to 100 percent.
 *
 * @param marks one per exam that has a result
 * @param thresholdY where the threshold of the newest exam's level is, null when it is not known
 */
public record MarkHistory(int width, List<Mark> marks, @Nullable Long thresholdY) {
  static final int HEIGHT = 100;
  static final int STEP = 60;
  private static final int LEAST_WIDTH = 600;

  /** A mark with its interval; all {@code y} count from the top. */
  public record Mark(
      Object number,
      @Nullable Object score,
      @Nullable Object low,
      @Nullable Object high,
      String kind,
      int x,
      long y,
      long highY,
      long intervalHeight) {}

  /** The history of attempts, newest first, as {@code /api/exams} lists them. */
  public static MarkHistory of(
      List<Map<String, Object>> attempts, List<Map<String, Object>> levels) {
    List<Mark> marks = new ArrayList<>();
    int ended = (int) attempts.stream().filter(one -> one.get("scorePct") != null).count();
    int width = Math.max(LEAST_WIDTH, ended * STEP);
    for (Map<String, Object> attempt : attempts.reversed()) {
      if (attempt.get("scorePct") instanceof Number score) {
        marks.add(mark(attempt, score, width - (ended - marks.size()) * STEP));
      }
    }
    Object level = attempts.isEmpty() ? null : attempts.getFirst().get("level");
    Long thresholdY =
        levels.stream()
            .filter(one -> Objects.equals(one.get("id"), level))
            .map(one -> one.get("threshold"))
            .filter(Number.class::isInstance)
            .map(MarkHistory::y)
            .findFirst()
            .orElse(null);
    return new MarkHistory(width, marks, thresholdY);
  }

  private static Mark mark(Map<String, Object> attempt, Number score, int x) {
    long high = y(attempt.getOrDefault("highPct", score));
    long low = y(attempt.getOrDefault("lowPct", score));
    return new Mark(
        String.valueOf(attempt.get("number")),
        score,
        attempt.get("lowPct"),
        attempt.get("highPct"),
        kind(attempt.get("passed")),
        x,
        y(score),
        high,
        Math.max(0, low - high));
  }

  private static String kind(@Nullable Object passed) {
    return passed == null ? "left" : passed.equals(true) ? "won" : "no";
  }

  private static long y(@Nullable Object percent) {
    return HEIGHT - Math.round(HEIGHT * Math.clamp(Figure.real(percent), 0, 100) / 100);
  }
}
