package sml.gateway.http;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * The end of the service, before any other bean stops: the proxy gets time to see that the health
 * says draining, then no call is taken, and those in work may end. What lasts longer than that is
 * cut.
 */
final class GracefulShutdown {
  private static final Logger LOG = LoggerFactory.getLogger(GracefulShutdown.class);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final ConcurrencyLimiter limiter;
  private final Duration notice;
  private final Duration timeout;
  private final Runnable cut;

  /**
   * @param notice how long calls are still taken after the health has changed
   * @param timeout longest wait for the calls in progress after that
   * @param cut ends every connection at once
   */
  public GracefulShutdown(
      ConcurrencyLimiter limiter, Duration notice, Duration timeout, Runnable cut) {
    this.limiter = limiter;
    this.notice = notice;
    this.timeout = timeout;
    this.cut = cut;
  }

  /** Stops gracefully; returns when no client is served any more. */
  @EventListener(ContextClosedEvent.class)
  @Order(Ordered.LOWEST_PRECEDENCE)
  public void say() {
    limiter.leave();
    wait(notice, () -> false);
    limiter.shut();
    int left = limiter.inWork();
    if (left > 0) {
      LOG.info("event=draining calls={} timeout={}", left, timeout);
    }
    if (!wait(timeout, () -> limiter.inWork() == 0)) {
      LOG.warn("event=drained_by_force calls={}", limiter.inWork());
      cut.run();
    }
  }

  private static boolean wait(Duration longest, BooleanSupplier done) {
    long end = System.nanoTime() + longest.toNanos();
    while (!done.getAsBoolean()) {
      long left = end - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(Math.min(left, LOOK.toNanos()));
    }
    return true;
  }
}
