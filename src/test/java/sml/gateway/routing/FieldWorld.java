package sml.gateway.routing;

import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.routing.FieldProvider.Outcome;

/** What a field has beside its providers: who is asked, and how models change. */
interface FieldWorld {
  /** Who decides whom to ask. */
  FieldPolicy policy(
      Field field, ModelRegistry registry, HedgeBudget budget, RoutingSettings settings);

  /** What becomes of a call. */
  Outcome outcome(ChatRequest request, int nth, ModelRef ref, Outcome outcome);

  /** A request is over; {@code by} is null when no model answered it. */
  void ended(int nth, @Nullable Candidate by);

  /** The product's own policy. */
  static FieldPolicy product(
      Field field,
      ModelRegistry registry,
      HedgeBudget budget,
      RoutingSettings settings,
      LiveStats liveStats,
      ExamScores examScores) {
    return new FieldPolicy.Product(
        new Router(
            registry,
            liveStats,
            examScores,
            new ModelNames(registry),
            new ToolLoops(),
            request -> model -> true,
            budget,
            () -> field.now() * 1_000_000,
            field.random,
            settings));
  }

  /** Models without exams, that never change. */
  final class Plain implements FieldWorld {
    @Override
    public FieldPolicy policy(
        Field field, ModelRegistry registry, HedgeBudget budget, RoutingSettings settings) {
      return product(
          field, registry, budget, settings, field.lab.liveStats, new FieldRegistry.NoExams());
    }

    @Override
    public Outcome outcome(ChatRequest request, int nth, ModelRef ref, Outcome outcome) {
      return outcome;
    }

    @Override
    public void ended(int nth, @Nullable Candidate by) {}
  }
}
