package sml.gateway.routing;

import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Faculty;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Standings;
import sml.gateway.chat.Turn;
import sml.gateway.routing.FieldProvider.Outcome;

/** What a field has beside its providers: who is asked, and how models change. */
interface FieldWorld {
  /** Who decides whom to ask. */
  FieldPolicy policy(Field field, Roster roster, HedgeBudget budget, RoutingSettings settings);

  /** What becomes of a call. */
  Outcome outcome(Turn turn, int nth, ModelRef ref, Outcome outcome);

  /** A request is over; {@code by} is null when nobody answered it. */
  void ended(int nth, @Nullable Candidate by);

  /** The product's own policy. */
  static FieldPolicy product(
      Field field,
      Roster roster,
      HedgeBudget budget,
      RoutingSettings settings,
      Standings standings,
      Faculty faculty) {
    return new FieldPolicy.Product(
        new Router(
            roster,
            standings,
            faculty,
            new ModelNames(roster),
            new ToolLoops(),
            turn -> model -> true,
            budget,
            () -> field.now() * 1_000_000,
            field.random,
            settings));
  }

  /** Models nobody examined, that never change. */
  final class Plain implements FieldWorld {
    @Override
    public FieldPolicy policy(
        Field field, Roster roster, HedgeBudget budget, RoutingSettings settings) {
      return product(
          field, roster, budget, settings, field.lab.standings, new FieldRoster.NoExams());
    }

    @Override
    public Outcome outcome(Turn turn, int nth, ModelRef ref, Outcome outcome) {
      return outcome;
    }

    @Override
    public void ended(int nth, @Nullable Candidate by) {}
  }
}
