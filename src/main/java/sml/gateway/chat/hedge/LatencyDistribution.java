package sml.gateway.chat.hedge;

import java.time.Duration;

/**
 * How long a model takes until content comes, as a log-normal distribution: the logarithm of the
 * time in milliseconds is normal.
 *
 * @param logMean mean of the logarithm
 * @param logSpread standard deviation of the logarithm
 * @param logDoubt standard error of the mean, larger where few times were measured
 * @param results measured times of this model it is based on; below one it is borrowed or assumed
 */
public record LatencyDistribution(
    double logMean, double logSpread, double logDoubt, double results) {
  /** What is waited for; times of different kinds are never mixed. */
  public enum Until {
    /** The first content of a stream. */
    FIRST_CONTENT,
    /** The end of a stream. */
    STREAM_END,
    /** A whole answer. */
    WHOLE_ANSWER;

    /** What a request waits for before another candidate could answer it. */
    public static Until content(boolean stream) {
      return stream ? FIRST_CONTENT : WHOLE_ANSWER;
    }

    /** What a request waits for until its answer is complete. */
    public static Until end(boolean stream) {
      return stream ? STREAM_END : WHOLE_ANSWER;
    }
  }

  private static final double NINETY_FIVE = 1.645;

  /** How much two models of one provider differ, as a deviation of the logarithm. */
  private static final double BETWEEN_MODELS = 0.5;

  /** The prior of a model without measurements: 0.8 s, within a factor of two. */
  public static final LatencyDistribution UNKNOWN =
      new LatencyDistribution(Math.log(800), 0.6, 0.7, 0);

  /** A model that was measured once. */
  public static LatencyDistribution about(Duration time) {
    double log = Math.log(Math.max(1, time.toMillis()));
    return new LatencyDistribution(log, UNKNOWN.logSpread, UNKNOWN.logSpread, 1);
  }

  /** Half of all answers have begun by then. */
  public Duration median() {
    return millis(logMean);
  }

  /** 19 of 20 answers have begun by then. */
  public Duration late() {
    return millis(logMean + NINETY_FIVE * logSpread);
  }

  /** A mean time that is as likely as what is known allows; {@code draw} is standard normal. */
  public Duration drawn(double draw) {
    return millis(logMean + draw * logDoubt + logSpread * logSpread / 2);
  }

  /** The same for a model that was not measured itself. */
  public LatencyDistribution borrowed() {
    return new LatencyDistribution(logMean, logSpread, Math.hypot(logDoubt, BETWEEN_MODELS), 0);
  }

  /** True when neither the model nor its provider was measured. */
  public boolean isAssumed() {
    return logMean == UNKNOWN.logMean;
  }

  /** True when the model itself was measured. */
  public boolean measured() {
    return results >= 1;
  }

  /** The share of answers that have not begun after this time, in milliseconds. */
  public double silent(double millis) {
    return 1 - NormalDistribution.cumulative((Math.log(millis) - logMean) / logSpread);
  }

  private static Duration millis(double log) {
    return Duration.ofMillis(Math.round(Math.exp(Math.min(log, 20))));
  }
}
