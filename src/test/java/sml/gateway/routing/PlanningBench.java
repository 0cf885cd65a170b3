package sml.gateway.routing;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.ModelRef;

/**
 * Processor time of planning one request among 300 models of 100 providers that have answered
 * requests before, without exams and with a report for each model and a head of each category;
 * {@code bench/field planning} prints it.
 */
final class PlanningBench {
  private static final int PROVIDERS = 100;
  private static final int REQUESTS = 6_000;
  private static final int PLANS = 20_000;
  private static final int ROUNDS = 8;

  private PlanningBench() {}

  public static void main(String[] arguments) {
    var load = new Field.Load(REQUESTS, 16, 0);
    var field = new Field(1, load, SampleSettings.defaults(), kinds());
    System.out.println("before: " + field.run());
    measure("no exams", field, new FieldRegistry.NoExams());
    measure("examined", field, new Examined(field.providers.keySet()));
  }

  private static void measure(String label, Field field, ExamScores exams) {
    ModelRegistry registry = new FieldRegistry(field.providers.keySet());
    RoutingSettings settings = SampleSettings.defaults();
    Router router =
        new Router(
            registry,
            field.lab.liveStats,
            exams,
            new ModelNames(registry),
            new ToolLoops(),
            request -> model -> true,
            new HedgeBudget(settings, field.lab.clock),
            () -> field.now() * 1_000_000,
            () -> ThreadLocalRandom.current().nextLong(),
            settings);
    ChatRequest request = SampleRequest.chat();
    var threads = ManagementFactory.getThreadMXBean();
    for (int round = 1; round <= ROUNDS; round++) {
      long before = threads.getCurrentThreadCpuTime();
      int candidates = 0;
      for (int plan = 0; plan < PLANS; plan++) {
        candidates = router.plan(request).candidates().size();
      }
      System.out.printf(
          "%s, round %d: %.1f us a plan of %d candidates, of %d models%n",
          label,
          round,
          (threads.getCurrentThreadCpuTime() - before) / 1e3 / PLANS,
          candidates,
          registry.models().size());
    }
  }

  /** Every model has passed, with answers in every category; the first one leads them all. */
  private static final class Examined implements ExamScores {
    private final Map<ModelRef, Report> reports;
    private final ModelRef head;

    Examined(Set<String> providers) {
      List<Model> models = new FieldRegistry(providers).models();
      this.head = models.getFirst().ref();
      this.reports =
          models.stream()
              .collect(
                  Collectors.toMap(
                      Model::ref, model -> report(Math.floorMod(model.hashCode(), 5))));
    }

    private static Report report(int luck) {
      double share = 0.7 + luck / 20.0;
      Map<Category, Score> scores =
          Arrays.stream(Category.values())
              .collect(
                  Collectors.toMap(
                      Function.identity(), category -> new Score(share, 4, share - 0.2, 1)));
      return new Report(ExamStanding.PASSED, share, scores);
    }

    @Override
    public Report of(ModelRef ref) {
      return reports.getOrDefault(ref, Report.UNTESTED);
    }

    @Override
    public Optional<ModelRef> head(Category category) {
      return Optional.of(head);
    }
  }

  private static List<FieldProvider.Kind> kinds() {
    List<FieldProvider.Kind> known = FieldProvider.TWELVE;
    return IntStream.range(0, PROVIDERS)
        .mapToObj(i -> renamed(known.get(i % known.size()), "p" + i))
        .toList();
  }

  private static FieldProvider.Kind renamed(FieldProvider.Kind kind, String name) {
    return new FieldProvider.Kind(
        name,
        kind.medianMs(),
        kind.sigma(),
        kind.tail(),
        kind.limited(),
        kind.broken(),
        kind.hangs(),
        kind.spoilt(),
        kind.perMinute(),
        kind.everySeconds(),
        kind.outageSeconds());
  }
}
