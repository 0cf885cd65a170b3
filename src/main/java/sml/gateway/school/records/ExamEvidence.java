package sml.gateway.school.records;

import java.time.Duration;
import java.time.Instant;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.hedge.WilsonInterval;

/**
 * Sums up results of several occasions. The weight of an answer halves with each half-life of its
 * age. The interval is Wilson's for the effective number of answers, which is the squared sum of
 * the weights over the sum of their squares (docs/decisions/013).
 */
public final class ExamEvidence {
  private final Instant now;
  private final Duration halfLife;
  private double right;
  private double weight;
  private double squares;
  private int passed;
  private int total;

  public ExamEvidence(Instant now, Duration halfLife) {
    this.now = now;
    this.halfLife = halfLife;
  }

  /** Adds answers that were given then. */
  public void add(int right, int answers, Instant at) {
    double age = Math.max(0, Duration.between(at, now).toMillis());
    double each = Math.pow(2, -age / halfLife.toMillis());
    this.right += each * right;
    weight += each * answers;
    squares += each * each * answers;
    passed += right;
    total += answers;
  }

  /** Right answers, unweighted. */
  public int passed() {
    return passed;
  }

  /** Answers, unweighted. */
  public int total() {
    return total;
  }

  /** The evidence as a number of fresh answers. */
  public double weight() {
    return squares == 0 ? 0 : weight * weight / squares;
  }

  /** The share of right answers with its interval; 0 without evidence. */
  public ExamScores.Score score() {
    double share = weight == 0 ? 0 : right / weight;
    WilsonInterval interval = WilsonInterval.of(share, weight());
    return new ExamScores.Score(share, (int) Math.round(weight()), interval.low(), interval.high());
  }
}
