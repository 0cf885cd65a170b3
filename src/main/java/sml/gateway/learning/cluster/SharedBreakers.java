package sml.gateway.learning.cluster;

import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.circuit.BreakerRules;
import sml.gateway.learning.circuit.Breakers;
import sml.gateway.learning.circuit.InProcessBreakers;
import sml.gateway.shared.Commons;
import sml.gateway.shared.Lua;

/**
 * Breakers that open and close at every replica. Only a caller whom an open breaker would let in as
 * a probe asks Valkey, for the one probe of all; while Valkey is away each replica has its own.
 */
public final class SharedBreakers implements Breakers {
  private static final Lua CLAIM = Lua.load("claim");
  private static final Lua END = Lua.load("claim-end");

  private final BreakerRules rules;
  private final InProcessBreakers own;
  private final Commons commons;
  private final Rows<Ruling> rows;

  public SharedBreakers(BreakerRules rules, int mostModels, Commons commons, Clock clock) {
    this.rules = rules;
    this.own = new InProcessBreakers(rules, mostModels, this::claim, clock);
    this.commons = commons;
    this.rows =
        new Rows<>(
            "breakers",
            Ruling.class,
            id -> own.ruling(Rows.ref(id)),
            Ruling::atMs,
            () -> Rows.ids(own.ruled()),
            (id, ruling) -> own.adopt(Rows.ref(id), ruling));
    commons.join(rows);
  }

  private long claim(ModelRef ref, boolean named, long openedMs, long now) {
    List<Long> answer =
        commons.ask(
            CLAIM,
            List.of(place(ref)),
            List.of(
                named ? "tried" : "probe",
                Long.toString((named ? rules.namedProbe() : rules.probePatience()).toMillis()),
                Long.toString(openedMs),
                Long.toString(now)));
    return answer == null ? 0 : answer.getFirst();
  }

  private static String place(ModelRef ref) {
    return "probe:" + ref.id();
  }

  @Override
  public long enter(ModelRef ref, boolean named) {
    long before = own.decidedMs(ref);
    long wait = own.enter(ref, named);
    if (own.decidedMs(ref) != before) {
      commons.changed(rows, ref.id());
    }
    return wait;
  }

  private void act(ModelRef ref, Runnable action) {
    long before = own.decidedMs(ref);
    action.run();
    if (own.decidedMs(ref) != before) {
      tell(ref);
    }
  }

  private void tell(ModelRef ref) {
    // sent before the news, so that who hears them finds the probe free
    commons.askAside(END, List.of(place(ref)), List.of());
    commons.changed(rows, ref.id());
  }

  @Override
  public long shutFor(ModelRef ref) {
    return own.shutFor(ref);
  }

  @Override
  public void succeeded(ModelRef ref, long startedMs) {
    act(ref, () -> own.succeeded(ref, startedMs));
  }

  @Override
  public void failed(ModelRef ref, long startedMs) {
    act(ref, () -> own.failed(ref, startedMs));
  }

  @Override
  public void released(ModelRef ref, long startedMs) {
    act(ref, () -> own.released(ref, startedMs));
  }

  @Override
  public List<Row> all() {
    return own.all();
  }

  @Override
  public int reset(@Nullable ModelRef ref) {
    int closed = own.reset(ref);
    (ref == null ? own.ruled() : List.of(ref)).forEach(this::tell);
    return closed;
  }

  @Override
  public List<Row> drain() {
    return own.drain();
  }

  @Override
  public void restore(List<Row> rows) {
    own.restore(rows);
  }
}
