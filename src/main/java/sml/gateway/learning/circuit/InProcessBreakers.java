package sml.gateway.learning.circuit;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/** Breakers in the memory of this process; a closed one costs a map look-up. */
public final class InProcessBreakers implements Breakers {
  private final Bounded<ModelRef, Breaker> breakers;
  private final Clock clock;

  public InProcessBreakers(BreakerRules rules, int mostModels, Clock clock) {
    CircuitBreakerConfig config = Breaker.config(rules, clock);
    this.breakers = new Bounded<>(mostModels, (ref, now) -> new Breaker(ref, config, rules, now));
    this.clock = clock;
  }

  @Override
  public long enter(ModelRef ref, boolean named) {
    Breaker breaker = breakers.peek(ref);
    return breaker == null ? 0 : breaker.enter(named, clock.millis());
  }

  @Override
  public long shutFor(ModelRef ref) {
    Breaker breaker = breakers.peek(ref);
    return breaker == null ? 0 : breaker.shutFor(clock.millis());
  }

  @Override
  public void succeeded(ModelRef ref, long startedMs) {
    long now = clock.millis();
    breakers.of(ref, now).succeeded(startedMs, now);
  }

  @Override
  public void failed(ModelRef ref, long startedMs) {
    long now = clock.millis();
    breakers.of(ref, now).failed(startedMs, now);
  }

  @Override
  public void released(ModelRef ref, long startedMs) {
    Breaker breaker = breakers.peek(ref);
    if (breaker != null) {
      breaker.released(startedMs, clock.millis());
    }
  }

  @Override
  public List<Row> all() {
    return breakers.all().stream().map(Breaker::row).toList();
  }

  @Override
  public int reset(@Nullable ModelRef ref) {
    if (ref != null) {
      Breaker breaker = breakers.peek(ref);
      return breaker != null && breaker.reset() ? 1 : 0;
    }
    return (int) breakers.all().stream().filter(Breaker::reset).count();
  }

  @Override
  public List<Row> drain() {
    return breakers.all().stream().map(Breaker::takeChange).filter(Objects::nonNull).toList();
  }

  @Override
  public void giveBack(List<Row> rows) {
    for (Row row : rows) {
      breakers.of(row.ref(), clock.millis()).markChanged();
    }
  }

  @Override
  public void restore(List<Row> rows) {
    long now = clock.millis();
    for (Row row : rows) {
      if (row.openUntilMs() > 0) {
        breakers.of(row.ref(), now).restore(row.openUntilMs(), now);
      }
    }
  }
}
