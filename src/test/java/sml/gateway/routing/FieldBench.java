package sml.gateway.routing;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Prints the runs of {@link FieldTest} with the default settings, whole answers asked for as such
 * and joined from streams, for comparing a change: mean over the seeds, and the greatest in
 * brackets. A main program for the class path of the tests; its argument is the number of seeds.
 */
final class FieldBench {
  private static final int SEEDS = 10;

  private FieldBench() {}

  public static void main(String[] arguments) {
    int seeds = arguments.length == 0 ? SEEDS : Integer.parseInt(arguments[0]);
    var together = new Field.Load(600, 16, 0);
    for (boolean joins : new boolean[] {false, true}) {
      System.out.println(joins ? "whole answers joined from streams" : "whole answers");
      System.out.print(table(together, Set.of(), joins, seeds));
      System.out.print(table(together, Set.of("alpha", "charlie"), joins, seeds));
      System.out.print(table(new Field.Load(600, 16, 8), Set.of(), joins, seeds));
    }
  }

  /** One line about the runs of several seeds. */
  private static String table(Field.Load load, Set<String> without, boolean joins, int seeds) {
    var settings = SampleSettings.defaults();
    List<FieldProvider.Kind> kinds = FieldProvider.without(without);
    List<Field.Result> results =
        LongStream.rangeClosed(1, seeds)
            .mapToObj(seed -> new Field(seed, load, settings, kinds, joins).run())
            .toList();
    return String.format(
        Locale.ROOT,
        "answered %.2f %% at least; p50 %s, p95 %s, p99 %s ms; %s calls; greatest share %s %%%n",
        100 * results.stream().mapToDouble(Field.Result::answered).min().orElse(0),
        span(results, Field.Result::p50),
        span(results, Field.Result::p95),
        span(results, Field.Result::p99),
        span(results, Field.Result::callsEach),
        span(results, result -> 100 * result.greatestShare()));
  }

  /** The mean over the runs, and the greatest. */
  private static String span(List<Field.Result> results, ToDoubleFunction<Field.Result> figure) {
    var all = results.stream().mapToDouble(figure).summaryStatistics();
    return String.format(Locale.ROOT, "%.4g (%.4g)", all.getAverage(), all.getMax());
  }
}
