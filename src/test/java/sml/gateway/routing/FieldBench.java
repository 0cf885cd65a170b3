package sml.gateway.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import sml.gateway.modelhealth.PacedDay;
import sml.gateway.routing.FieldAbilities.Change;
import sml.gateway.routing.FieldSeason.Result;
import sml.gateway.routing.FieldSeason.Who;

/**
 * What {@code bench/field} prints: policies on the same field in virtual time, mean of the seeds
 * with its 95 % interval.
 */
final class FieldBench {
  private static final int SETTLED = 300;
  private static final int STEP = 50;

  private static final String LIMITS =
      """

      The oracle makes the product's decision with the true values of the moment. Noticed: from then
      on the model leads at most one of ten plans of the category; only changes after which another
      model is worth more than ten points more are counted; calls are those to that model.
      Live traffic shows failures, invalid and empty answers and times. It does not show that an
      answer is wrong: that a model gets worse or better is seen by exams and tie breaks alone.
      """;

  private FieldBench() {}

  public static void main(String[] arguments) {
    int seeds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 20;
    Map<Who, List<Result>> runs = season(seeds);
    System.out.print(policies(runs));
    System.out.print(regret(runs));
    System.out.print(notices(all(runs, Who.OURS)));
    System.out.print(quotas(seeds));
    System.out.print(LIMITS);
  }

  /** The same seasons for all. */
  static Map<Who, List<Result>> season(int seeds) {
    var settings = SampleSettings.defaults();
    Map<Who, List<Result>> runs = new EnumMap<>(Who.class);
    for (long seed = 1; seed <= seeds; seed++) {
      Result ours = FieldSeason.run(Who.OURS, seed, settings, null);
      for (Who who : Who.values()) {
        runs.computeIfAbsent(who, first -> new ArrayList<>())
            .add(who == Who.OURS ? ours : FieldSeason.run(who, seed, settings, ours.drifts()));
      }
    }
    return runs;
  }

  private static List<Result> all(Map<Who, List<Result>> runs, Who who) {
    return Objects.requireNonNull(runs.get(who));
  }

  private static String policies(Map<Who, List<Result>> runs) {
    var table = new StringBuilder();
    table.append(
        "| policy | answered % | right % | right % after 300 | p50 ms | p95 ms | p99 ms | calls"
            + " each | largest share % |\n"
            + "|---|---|---|---|---|---|---|---|---|\n");
    runs.forEach(
        (who, results) ->
            table.append(
                "| %s | %s | %s | %s | %s | %s | %s | %s | %s |%n"
                    .formatted(
                        who.label,
                        span(results, one -> 100 * one.field().answered()),
                        span(results, one -> 100 * one.right(0, FieldSeason.REQUESTS)),
                        span(results, one -> 100 * one.right(SETTLED, FieldSeason.REQUESTS)),
                        span(results, one -> one.field().p50()),
                        span(results, one -> one.field().p95()),
                        span(results, one -> one.field().p99()),
                        span(results, one -> one.field().callsEach()),
                        span(results, one -> 100 * one.field().greatestShare()))));
    return table.toString();
  }

  /** Right answers that the oracle had and the product had not, of the same seeds. */
  private static String regret(Map<Who, List<Result>> runs) {
    var table = new StringBuilder();
    table.append(
        "\n"
            + "| requests | cumulative regret | right % of these 50: ours | oracle |\n"
            + "|---|---|---|---|\n");
    List<Result> ours = all(runs, Who.OURS);
    List<Result> oracle = all(runs, Who.ORACLE);
    for (int to = STEP; to <= FieldSeason.REQUESTS; to += STEP) {
      int end = to;
      double[] lost = new double[ours.size()];
      Arrays.setAll(lost, i -> end * (oracle.get(i).right(0, end) - ours.get(i).right(0, end)));
      table.append(
          "| %d | %s | %s | %s |%n"
              .formatted(
                  to,
                  span(lost),
                  span(ours, one -> 100 * one.right(end - STEP, end)),
                  span(oracle, one -> 100 * one.right(end - STEP, end))));
    }
    double[] settled = new double[ours.size()];
    Arrays.setAll(
        settled,
        i ->
            100
                * (oracle.get(i).right(SETTLED, FieldSeason.REQUESTS)
                    - ours.get(i).right(SETTLED, FieldSeason.REQUESTS)));
    table.append("%npoints behind the oracle after 300 requests: %s%n".formatted(span(settled)));
    table.append("tie-break questions: %s%n".formatted(span(ours, Result::questions)));
    return table.toString();
  }

  private static String notices(List<Result> ours) {
    var table = new StringBuilder();
    table.append(
        "\n"
            + "| change | times | noticed | within 30 calls | calls, median | 90 % |\n"
            + "|---|---|---|---|---|---|\n");
    for (Change change : Change.values()) {
      List<FieldNotice> all =
          ours.stream()
              .flatMap(one -> one.notices().stream())
              .filter(one -> one.drift().change() == change)
              .toList();
      int[] calls =
          all.stream()
              .mapToInt(one -> one.noticed() ? one.calls() : Integer.MAX_VALUE)
              .sorted()
              .toArray();
      long within = Arrays.stream(calls).filter(count -> count <= 30).count();
      table.append(
          "| %s | %d | %d | %d | %s | %s |%n"
              .formatted(
                  change.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                  all.size(),
                  all.stream().filter(FieldNotice::noticed).count(),
                  within,
                  text(calls.length == 0 ? 0 : calls[calls.length / 2]),
                  text(calls.length == 0 ? 0 : calls[calls.length * 9 / 10])));
    }
    return table.toString();
  }

  /** Three providers of thirty requests a minute that get more, and three keys of fifty a day. */
  private static String quotas(int seeds) {
    var table = new StringBuilder();
    table.append("\n| small quotas | used % | refused % |\n|---|---|---|\n");
    for (int perSecond : new int[] {2, 5}) {
      List<FieldQuotaTest.Use> uses =
          LongStream.rangeClosed(1, seeds)
              .mapToObj(seed -> FieldQuotaTest.use(seed, perSecond))
              .toList();
      table.append(
          "| 30 a minute, %d requests a second | %s | %s |%n"
              .formatted(
                  perSecond,
                  span(uses.stream().mapToDouble(use -> 100 * use.used()).toArray()),
                  span(uses.stream().mapToDouble(use -> 100 * use.refused()).toArray())));
    }
    PacedDay.Result day = new PacedDay().run();
    table.append(
        "| 3 keys of 50 a day, 24 h | %.1f, in %d of 24 hours | %.1f |%n"
            .formatted(
                day.answered() / 1.5,
                day.inHour().size(),
                100.0 * day.refused() / (day.answered() + day.refused())));
    return table.toString();
  }

  private static String text(int calls) {
    return calls == Integer.MAX_VALUE ? "not by the end" : "" + calls;
  }

  private static String span(List<Result> results, ToDoubleFunction<Result> figure) {
    return span(results.stream().mapToDouble(figure).toArray());
  }

  /** The mean with the 95 % interval of the mean, by the normal distribution. */
  private static String span(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double half =
        values.length < 2 ? 0 : 1.96 * Math.sqrt(squares / (values.length - 1) / values.length);
    return String.format(Locale.ROOT, mean < 100 ? "%.2f ± %.2f" : "%.0f ± %.0f", mean, half);
  }
}
