package sml.gateway.modelhealth.cooldowns;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.cluster.ClusterState;
import sml.gateway.modelhealth.BoundedMap;
import sml.gateway.modelhealth.JsonRows;

/**
 * Remembers for a while how large a prompt was that a model found too large; what one replica has
 * learned, all know.
 */
public final class SizeLimits {
  private final BoundedMap<ModelRef, Slot> slots;
  private final long keepMs;
  private final ClusterState cluster;
  private final Clock clock;
  private final JsonRows<Mark> jsonRows =
      new JsonRows<>(
          "sizes",
          Mark.class,
          id -> mark(JsonRows.ref(id)),
          Mark::atMs,
          () -> JsonRows.ids(marked()),
          (id, mark) -> adopt(JsonRows.ref(id), mark));

  /**
   * What replicas share about one model; times in epoch milliseconds.
   *
   * @param atMs when it was learned or forgotten
   * @param tokens from this size on a prompt is too large
   * @param untilMs how long that is remembered, 0 when it was forgotten
   */
  record Mark(long atMs, int tokens, long untilMs) {}

  public SizeLimits(Duration keep, int mostModels, ClusterState cluster, Clock clock) {
    this.keepMs = keep.toMillis();
    this.slots = new BoundedMap<>(mostModels, Slot::new);
    this.cluster = cluster;
    this.clock = clock;
    cluster.join(jsonRows);
  }

  /** A prompt of this many tokens was too large. */
  public void tooLarge(ModelRef ref, int tokens) {
    long now = clock.millis();
    slots.of(ref, now).add(new Mark(now, tokens, now + keepMs), now);
    cluster.changed(jsonRows, ref.id());
  }

  /** Milliseconds for which a prompt of this size is known to be too large; 0 when it is not. */
  public long shutFor(ModelRef ref, int tokens) {
    Slot slot = slots.peek(ref);
    if (slot == null) {
      return 0;
    }
    Mark mark = slot.mark;
    return tokens >= mark.tokens() ? Math.max(0, mark.untilMs() - clock.millis()) : 0;
  }

  /** Forgets one model, or all when null. */
  public void reset(@Nullable ModelRef ref) {
    long now = clock.millis();
    for (Slot slot : slots.all()) {
      if (ref == null || ref.equals(slot.ref)) {
        slot.forget(now);
        cluster.changed(jsonRows, slot.ref.id());
      }
    }
  }

  private @Nullable Mark mark(ModelRef ref) {
    Slot slot = slots.peek(ref);
    return slot == null || slot.mark.atMs() == 0 ? null : slot.mark;
  }

  private List<ModelRef> marked() {
    return slots.all().stream().filter(slot -> slot.mark.atMs() > 0).map(slot -> slot.ref).toList();
  }

  private void adopt(ModelRef ref, Mark other) {
    long now = clock.millis();
    slots.of(ref, now).adopt(other, now);
  }

  private static final class Slot implements BoundedMap.Aging {
    private final ModelRef ref;
    private volatile Mark mark;

    Slot(ModelRef ref, long now) {
      this.ref = ref;
      this.mark = new Mark(0, 0, now);
    }

    synchronized void add(Mark fresh, long now) {
      boolean known = mark.atMs() > 0 && mark.untilMs() > now;
      int tokens = known ? Math.min(mark.tokens(), fresh.tokens()) : fresh.tokens();
      long until = known ? Math.max(mark.untilMs(), fresh.untilMs()) : fresh.untilMs();
      mark = new Mark(Math.max(fresh.atMs(), mark.atMs() + 1), tokens, until);
    }

    synchronized void adopt(Mark other, long now) {
      boolean later = other.atMs() > mark.atMs();
      if (other.untilMs() == 0) {
        mark = later ? other : mark;
      } else if (other.untilMs() > now && (later || mark.untilMs() > now)) {
        long atMs = Math.max(mark.atMs(), other.atMs());
        add(other, now);
        mark = new Mark(atMs, mark.tokens(), mark.untilMs());
      }
    }

    synchronized void forget(long now) {
      mark = new Mark(Math.max(now, mark.atMs() + 1), 0, 0);
    }

    @Override
    public long lastUsedMs() {
      return mark.untilMs();
    }
  }
}
