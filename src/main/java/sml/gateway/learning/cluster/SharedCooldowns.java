package sml.gateway.learning.cluster;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.rests.Cause;
import sml.gateway.learning.rests.Cooldowns;
import sml.gateway.learning.rests.InProcessCooldowns;
import sml.gateway.learning.rests.Pause;
import sml.gateway.shared.Commons;

/**
 * Cooldowns that every replica knows: a rest that begins or ends here is told, one of another
 * replica is taken over.
 */
public final class SharedCooldowns implements Cooldowns {
  private final InProcessCooldowns own;
  private final Commons commons;
  private final Rows<Decision> rows;

  public SharedCooldowns(InProcessCooldowns own, Commons commons) {
    this.own = own;
    this.commons = commons;
    this.rows =
        new Rows<>(
            "cooldowns",
            Decision.class,
            id -> own.decision(Rows.ref(id)),
            Decision::atMs,
            () -> Rows.ids(own.decided()),
            this::adopt);
    commons.join(rows);
  }

  private void adopt(String id, Decision other) {
    if (own.adopt(Rows.ref(id), other)) {
      commons.changed(rows, id);
    }
  }

  private void act(ModelRef ref, Runnable action) {
    long before = own.decidedMs(ref);
    action.run();
    if (own.decidedMs(ref) != before) {
      commons.changed(rows, ref.id());
    }
  }

  @Override
  public @Nullable Pause of(ModelRef ref) {
    return own.of(ref);
  }

  @Override
  public void failed(ModelRef ref, Cause cause, long startedMs) {
    act(ref, () -> own.failed(ref, cause, startedMs));
  }

  @Override
  public void rest(ModelRef ref, Cause cause, long startedMs, long untilMs) {
    act(ref, () -> own.rest(ref, cause, startedMs, untilMs));
  }

  @Override
  public void gone(ModelRef ref, Cause cause, long startedMs) {
    act(ref, () -> own.gone(ref, cause, startedMs));
  }

  @Override
  public void succeeded(ModelRef ref, long startedMs) {
    act(ref, () -> own.succeeded(ref, startedMs));
  }

  @Override
  public List<Row> all() {
    return own.all();
  }

  @Override
  public List<ModelRef> endReplaced() {
    List<ModelRef> ended = own.endReplaced();
    ended.forEach(ref -> commons.changed(rows, ref.id()));
    return ended;
  }

  @Override
  public int reset(@Nullable ModelRef ref) {
    int forgotten = own.reset(ref);
    List<String> told = ref == null ? rows.all().get() : List.of(ref.id());
    told.forEach(id -> commons.changed(rows, id));
    return forgotten;
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
