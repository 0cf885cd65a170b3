package sml.gateway.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ExcludedModel;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.LiveStats.CooldownState;
import sml.gateway.routing.CandidateRanking.RankedModel;

/**
 * The models of one request: healthy ones, those that cool down, and those left out, with the
 * reason. Below the panic threshold, as in Envoy, models that cool down are asked too, unless their
 * provider itself said how long to wait.
 */
final class CandidatePool {
  private final RoutingSettings settings;
  private final RoutingGoal goal;
  private final List<RankedModel> healthy = new ArrayList<>();
  private final List<RankedModel> cooling = new ArrayList<>();
  private final List<RankedModel> withoutThai = new ArrayList<>();
  private final List<ExcludedModel> dropped = new ArrayList<>();

  /**
   * What may be asked.
   *
   * @param first the healthy ones; below the panic threshold also those that cool down
   * @param last those that cool down, where enough are healthy
   * @param coolingDown those whose provider said when to come back
   * @param note what the panic threshold did, empty when nothing
   */
  record Choice(
      List<RankedModel> first,
      List<RankedModel> last,
      List<RankedModel> coolingDown,
      List<ExcludedModel> dropped,
      String note) {
    boolean isEmpty() {
      return first.isEmpty() && last.isEmpty();
    }

    /** How many owners could answer, now or later; counted up to {@code most}. */
    int owners(int most) {
      return CandidatePool.owners(List.of(first, last, coolingDown), most);
    }
  }

  CandidatePool(RoutingSettings settings, RoutingGoal goal) {
    this.settings = settings;
    this.goal = goal;
  }

  /** Adds a model; {@code reason} says why it does not fit, null when it does. */
  void add(RankedModel fit, @Nullable String reason) {
    if (reason != null) {
      drop(fit, reason);
    } else if (goal.thai() && !fit.mayWriteThai()) {
      withoutThai.add(fit);
    } else if (fit.stats().cooldown() == null) {
      healthy.add(fit);
    } else {
      cooling.add(fit);
    }
  }

  Choice choose() {
    addModelsWithoutThai();
    List<RankedModel> coolingDown =
        cooling.stream().filter(fit -> cooldown(fit).byProvider()).toList();
    List<RankedModel> last = cooling.stream().filter(fit -> !cooldown(fit).byProvider()).toList();
    cooling.forEach(fit -> drop(fit, CandidateFilter.cooling(cooldown(fit))));
    if (!isPanic() || last.isEmpty()) {
      return new Choice(healthy, last, coolingDown, dropped, "");
    }
    String note =
        "%d of %d models are healthy: %d that cool down may be asked too"
            .formatted(healthy.size(), healthy.size() + cooling.size(), last.size());
    return new Choice(
        Stream.concat(healthy.stream(), last.stream()).toList(),
        List.of(),
        coolingDown,
        dropped,
        note);
  }

  private boolean isPanic() {
    return owners(List.of(healthy), settings.panicOwners()) < settings.panicOwners()
        || healthy.size() < settings.panicShare() * (healthy.size() + cooling.size());
  }

  private static int owners(List<List<RankedModel>> groups, int most) {
    Set<String> owners = new HashSet<>();
    for (List<RankedModel> fits : groups) {
      for (RankedModel fit : fits) {
        if (owners.size() == most) {
          return most;
        }
        owners.add(fit.owner());
      }
    }
    return owners.size();
  }

  /** What cannot write Thai answers a Thai request only when no other model is there at all. */
  private void addModelsWithoutThai() {
    if (healthy.isEmpty() && cooling.isEmpty()) {
      withoutThai.forEach(fit -> (fit.stats().cooldown() == null ? healthy : cooling).add(fit));
    } else {
      withoutThai.forEach(fit -> drop(fit, "cannot write Thai"));
    }
  }

  /**
   * How long to wait for the soonest model that fits, plus a random part so that waiting requests
   * come back one after another.
   *
   * @throws NoModelFits when there is none, or it is not back within the client's time
   */
  Duration wait(ChatRequest request, RandomGenerator random) {
    Duration soonest =
        cooling.stream()
            .map(fit -> cooldown(fit).left())
            .min(Duration::compareTo)
            .orElseThrow(() -> new NoModelFits(why(request), null));
    Duration spread = Duration.ofNanos((long) (settings.spread().toNanos() * random.nextDouble()));
    if (soonest.compareTo(settings.longestRest()) > 0
        || soonest.plus(spread).compareTo(request.timeLeft()) > 0) {
      throw new NoModelFits(
          ("Every model that fits is cooling down; the first is back in %d s."
                  + " GET /api/circuits shows why.")
              .formatted(soonest.toSeconds() + 1),
          soonest);
    }
    return soonest.plus(spread);
  }

  private String why(ChatRequest request) {
    String need =
        request.profile().images()
            ? "No model that can see images is available"
            : request.profile().tools() || request.model().equals("sml/tools")
                ? "No model that can call tools is available"
                : "No model fits this request";
    String example =
        dropped.isEmpty()
            ? ""
            : " (e.g. %s: %s)".formatted(dropped.getFirst().ref(), dropped.getFirst().reason());
    return need + example + ". Add a key of another provider with POST /api/setup.";
  }

  private void drop(RankedModel fit, String reason) {
    dropped.add(new ExcludedModel(fit.model().ref(), reason));
  }

  private static CooldownState cooldown(RankedModel fit) {
    return Objects.requireNonNull(fit.stats().cooldown());
  }
}
