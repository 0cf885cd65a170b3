package sml.gateway.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The bytes on their way to one client; its one writer waits while they are too many. */
final class SendWindow {
  static final int HIGH_WATER = 64 * 1024;

  private final long timeoutNanos;
  private final AtomicInteger unsent = new AtomicInteger();
  private volatile @Nullable Thread waiting;

  SendWindow(Duration timeout) {
    this.timeoutNanos = timeout.toNanos();
  }

  boolean hasRoom() {
    return unsent.get() <= HIGH_WATER;
  }

  /** So many bytes are being sent. */
  void add(int bytes) {
    unsent.addAndGet(bytes);
  }

  /** So many bytes were sent, or never will be. */
  void remove(int bytes) {
    unsent.addAndGet(-bytes);
    wake();
  }

  /** Lets the writer look again whether it still has to wait. */
  void wake() {
    Thread writer = waiting;
    if (writer != null) {
      LockSupport.unpark(writer);
    }
  }

  /**
   * Waits for room, or until {@code over}; false when nothing was sent for longer than the timeout
   * allows.
   */
  boolean await(BooleanSupplier over) {
    if (hasRoom()) {
      return true;
    }
    boolean interrupted = false;
    boolean moving = true;
    waiting = Thread.currentThread();
    int least = Integer.MAX_VALUE;
    long deadline = System.nanoTime() + timeoutNanos;
    for (int now = unsent.get();
        moving && now > HIGH_WATER && !over.getAsBoolean();
        now = unsent.get()) {
      if (now < least) {
        least = now;
        deadline = System.nanoTime() + timeoutNanos;
      }
      long left = deadline - System.nanoTime();
      moving = left > 0;
      if (moving) {
        LockSupport.parkNanos(this, left);
        interrupted |= Thread.interrupted();
      }
    }
    waiting = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return moving;
  }
}
