package sml.gateway.modelhealth.quotas.rates;

/**
 * When to send one request more than a documented limit allows: an account may have a larger plan,
 * and many providers never say so. Not thread-safe.
 */
public final class QuotaTrial {
  private static final long EVERY_MS = 900_000;

  private boolean isOpen;
  private long nextMs;

  /** Whether one may be sent now. */
  public boolean isDue(long now) {
    return now >= nextMs;
  }

  /** One was sent. */
  public void begin(long now) {
    isOpen = true;
    nextMs = now + EVERY_MS;
  }

  /** The provider refused something. */
  public void refused() {
    isOpen = false;
  }

  /** Whether the last one was accepted; true only once. */
  public boolean takeSuccess() {
    boolean wasOpen = isOpen;
    isOpen = false;
    return wasOpen;
  }

  /** When the next one is due, epoch milliseconds. */
  public long nextMs() {
    return nextMs;
  }
}
