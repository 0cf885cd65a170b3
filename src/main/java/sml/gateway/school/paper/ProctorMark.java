package sml.gateway.school.paper;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Optional;

/**
 * A proctor's judgement of an open question.
 *
 * @param mark 0 to 10
 * @param reason for people; may be empty
 */
public record ProctorMark(double mark, String reason) {
  /** A reply passes when the median of its marks reaches this. */
  public static final double PASS = 6;

  private static final int LONGEST_REASON = 500;

  /** Reads a proctor's reply; empty when it holds no mark from 0 to 10 in the form asked for. */
  public static Optional<ProctorMark> read(ExamReply reply) {
    return reply.object().flatMap(ProctorMark::read);
  }

  private static Optional<ProctorMark> read(JsonNode json) {
    JsonNode mark = json.path("mark");
    if (!mark.isNumber() || mark.doubleValue() < 0 || mark.doubleValue() > 10) {
      return Optional.empty();
    }
    String reason = json.path("reason").asText("");
    String kept = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
    return Optional.of(new ProctorMark(mark.doubleValue(), kept));
  }

  /** Whether a reply with these marks passes: their median reaches {@link #PASS}; none is a no. */
  public static boolean passes(Collection<ProctorMark> marks) {
    return !marks.isEmpty() && median(marks) >= PASS;
  }

  /** The median of at least one mark. */
  public static double median(Collection<ProctorMark> marks) {
    double[] sorted = marks.stream().mapToDouble(ProctorMark::mark).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
