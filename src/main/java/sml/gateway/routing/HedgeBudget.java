package sml.gateway.routing;

import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Candidate;

/**
 * How many contenders may begin beside the first one. As with the retry budgets of Envoy and
 * Finagle, each request earns a part of a call and time earns some, so that a quiet gateway hedges
 * every request and a busy one only as far as its average of calls per request allows. Refills and
 * rescues are always made and are paid for, too: they leave less for the beginnings. Thread-safe.
 */
@Component
final class HedgeBudget {
  private final RoutingSettings settings;
  private final Clock clock;
  private final double most;
  private double calls;
  private long paidMs;

  /** A full budget. */
  HedgeBudget(RoutingSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    this.most = Math.max(settings.hedgeWidth(), settings.furtherCallsAMinute() / 1.5);
    this.calls = most;
    this.paidMs = clock.millis();
  }

  /** An independent copy of this budget. */
  synchronized HedgeBudget copy() {
    HedgeBudget copy = new HedgeBudget(settings, clock);
    copy.calls = calls;
    copy.paidMs = paidMs;
    return copy;
  }

  /** Credits the budget for one request. */
  synchronized void request() {
    long now = clock.millis();
    double earned = settings.furtherCalls() + settings.furtherCallsAMinute() * (now - paidMs) / 6e4;
    paidMs = now;
    calls = Math.min(most, calls + Math.max(0, earned));
  }

  /**
   * The time in milliseconds that a further call has to save on average to be worth it: nothing
   * while the budget is full, {@code callWorth} when it is used up. The cost of worse answers is
   * taken off the time.
   */
  private double price() {
    return settings.callWorth().toMillis() * (most - calls) / most;
  }

  /** How many of these candidates begin at once. */
  synchronized int width(List<Candidate> first) {
    int width = 1;
    while (width < first.size()
        && calls >= width
        && HedgeGain.worthMillis(first, width, settings) >= price()) {
      width++;
    }
    return width;
  }

  /** Pays for calls beside the first one. */
  synchronized void spend(int further) {
    calls = Math.max(-most, calls - further);
  }
}
