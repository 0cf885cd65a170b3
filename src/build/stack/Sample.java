package stack;

import java.util.Arrays;
import java.util.List;

/** One request of the load and what became of it. */
final class Sample {
  /** How a request ended. */
  enum Fate {
    /** The whole text, properly ended. */
    COMPLETE,
    /** An answer that looks like a success and lacks something: must never be. */
    TRUNCATED,
    /** An error with a status. */
    REFUSED,
    /** A connection that broke, or an error inside a stream. */
    BROKEN
  }

  final int number;
  final boolean stream;
  final boolean named;
  final long started;
  int status;
  String id = "";
  long first;
  long ended;
  Fate fate = Fate.BROKEN;
  String detail = "";

  Sample(int number, boolean stream, boolean named, long started) {
    this.number = number;
    this.stream = stream;
    this.named = named;
    this.started = started;
  }

  void head(int code, String requestId) {
    status = code;
    id = requestId == null ? "" : requestId;
  }

  void first() {
    first = first == 0 ? System.nanoTime() : first;
  }

  void end(Fate how, String why) {
    ended = System.nanoTime();
    fate = how;
    detail = why.length() > 200 ? why.substring(0, 200) : why;
  }

  boolean ok() {
    return fate == Fate.COMPLETE;
  }

  boolean during(long from, long to) {
    return started <= to && ended >= from;
  }

  /** Until the first content of a stream, or a whole answer. */
  double ms() {
    return (first - started) / 1e6;
  }

  static long count(List<Sample> samples, Fate fate) {
    return samples.stream().filter(sample -> sample.fate == fate).count();
  }

  /** Percent of all that were answered whole. */
  static double success(List<Sample> samples) {
    return 100.0 * count(samples, Fate.COMPLETE) / samples.size();
  }

  /** Milliseconds that this share of the answered ones did not exceed, nearest rank. */
  static double rank(List<Sample> samples, double share) {
    double[] times = samples.stream().filter(Sample::ok).mapToDouble(Sample::ms).sorted().toArray();
    return times.length == 0 ? -1 : times[(int) Math.ceil(share * times.length) - 1];
  }

  static String figures(List<Sample> samples) {
    long streams = samples.stream().filter(sample -> sample.stream).count();
    return "%d requests (%d streams), %.2f %% answered, p50 %.0f ms, p99 %.0f ms"
        .formatted(
            samples.size(), streams, success(samples), rank(samples, 0.5), rank(samples, 0.99));
  }

  static String failures(List<Sample> samples) {
    return Arrays.toString(
        samples.stream().filter(sample -> !sample.ok()).limit(5).map(Sample::toString).toArray());
  }

  @Override
  public String toString() {
    return "%s %s %d: %s".formatted(fate, stream ? "stream" : "whole", status, detail);
  }
}
