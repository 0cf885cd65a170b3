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
  private final BreakerRules rules;
  private final Probes probes;
  private final Clock clock;

  /** Breakers of a process that is alone. */
  public InProcessBreakers(BreakerRules rules, int mostModels, Clock clock) {
    this(rules, mostModels, Probes.ALONE, clock);
  }

  /** Breakers whose probes are claimed first. */
  public InProcessBreakers(BreakerRules rules, int mostModels, Probes probes, Clock clock) {
    CircuitBreakerConfig config = Breaker.config(rules, clock);
    this.breakers = new Bounded<>(mostModels, (ref, now) -> new Breaker(ref, config, rules, now));
    this.rules = rules;
    this.probes = probes;
    this.clock = clock;
  }

  @Override
  public long enter(ModelRef ref, boolean named) {
    Breaker breaker = breakers.peek(ref);
    return breaker == null ? 0 : breaker.enter(named, clock.millis(), probes);
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
    long now = clock.millis();
    if (ref != null) {
      Breaker breaker = breakers.peek(ref);
      return breaker != null && breaker.reset(now) ? 1 : 0;
    }
    return (int) breakers.all().stream().filter(breaker -> breaker.reset(now)).count();
  }

  /** When the breaker of a model last opened, closed or let a probe in; 0 when it never did. */
  public long decidedMs(ModelRef ref) {
    Breaker breaker = breakers.peek(ref);
    return breaker == null ? 0 : breaker.decidedMs();
  }

  /** What was ruled last about a model, null when nothing ever was. */
  public @Nullable Ruling ruling(ModelRef ref) {
    Breaker breaker = breakers.peek(ref);
    return breaker == null || breaker.decidedMs() == 0 ? null : breaker.ruling();
  }

  /** The models about whose breaker something was ruled lately. */
  public List<ModelRef> ruled() {
    long lately = clock.millis() - rules.forget().toMillis();
    return breakers.all().stream()
        .filter(breaker -> breaker.decidedMs() > lately)
        .map(Breaker::ref)
        .toList();
  }

  /** Takes over the ruling of another replica if it is later. */
  public void adopt(ModelRef ref, Ruling other) {
    long now = clock.millis();
    breakers.of(ref, now).adopt(other, now);
  }

  @Override
  public List<Row> drain() {
    return breakers.all().stream().map(Breaker::takeChange).filter(Objects::nonNull).toList();
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
