package sml.gateway.chat.hedge;

/** A source of elapsed time, as {@link System#nanoTime()} is. */
@FunctionalInterface
public interface Ticker {
  /** The time of this machine. */
  Ticker SYSTEM = System::nanoTime;

  /** Nanoseconds since some fixed moment. */
  long nanos();
}
