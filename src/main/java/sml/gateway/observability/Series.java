package sml.gateway.observability;

import java.util.ArrayList;
import java.util.List;

/**
 * One series of the Prometheus text format 0.0.4, at most 500 samples of it.
 *
 * @param type {@code gauge} or {@code counter}
 * @param labels names of the labels, in the order every sample gives their values
 */
record Series(String name, String type, String help, List<String> labels, List<Sample> samples) {
  private static final int MOST = 500;

  /** One value. */
  record Sample(List<String> labels, double value) {}

  static Series gauge(String name, String help, List<String> labels, List<Sample> samples) {
    return new Series(name, "gauge", help, labels, samples);
  }

  /** Writes the series; one that has no sample is a zero of {@code unknown}, so that it exists. */
  void writeTo(StringBuilder text) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    shown().forEach(sample -> write(sample, text));
  }

  private List<Sample> shown() {
    if (samples.isEmpty()) {
      return List.of(new Sample(labels.stream().map(label -> "unknown").toList(), 0));
    }
    return samples.subList(0, Math.min(MOST, samples.size()));
  }

  private void write(Sample sample, StringBuilder text) {
    text.append(name);
    if (!labels.isEmpty()) {
      var pairs = new ArrayList<String>();
      for (int label = 0; label < labels.size(); label++) {
        pairs.add(labels.get(label) + "=\"" + escaped(sample.labels().get(label)) + '"');
      }
      text.append('{').append(String.join(",", pairs)).append('}');
    }
    text.append(' ').append(number(sample.value())).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
