package sml.gateway.learning.circuit;

import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Bounded;

/** Remembers for a while how large a prompt was that a model found too large. */
public final class SizeLimits {
  private final Bounded<ModelRef, Mark> marks;
  private final long keepMs;
  private final Clock clock;

  public SizeLimits(Duration keep, int mostModels, Clock clock) {
    this.keepMs = keep.toMillis();
    this.marks = new Bounded<>(mostModels, (ref, now) -> new Mark(now));
    this.clock = clock;
  }

  /** A prompt of this many tokens was too large. */
  public void tooLarge(ModelRef ref, int tokens) {
    long now = clock.millis();
    Mark mark = marks.of(ref, now);
    synchronized (mark) {
      mark.tokens = mark.untilMs > now ? Math.min(mark.tokens, tokens) : tokens;
      mark.untilMs = now + keepMs;
    }
  }

  /** Milliseconds for which a prompt of this size is known to be too large; 0 when it is not. */
  public long shutFor(ModelRef ref, int tokens) {
    Mark mark = marks.peek(ref);
    if (mark == null) {
      return 0;
    }
    synchronized (mark) {
      return tokens >= mark.tokens ? Math.max(0, mark.untilMs - clock.millis()) : 0;
    }
  }

  /** Forgets one model, or all when null. */
  public void reset(@Nullable ModelRef ref) {
    if (ref == null) {
      marks.all().forEach(Mark::clear);
      return;
    }
    Mark mark = marks.peek(ref);
    if (mark != null) {
      mark.clear();
    }
  }

  private static final class Mark implements Bounded.Aging {
    private int tokens;
    private long untilMs;

    Mark(long now) {
      untilMs = now;
    }

    synchronized void clear() {
      untilMs = 0;
    }

    @Override
    public synchronized long lastUsedMs() {
      return untilMs;
    }
  }
}
