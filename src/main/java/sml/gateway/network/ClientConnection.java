package sml.gateway.network;

import java.util.Map;
import sml.gateway.chat.GatewayException;

/**
 * The connection a reply is written to. Safe for use by several threads; every write is one whole
 * event, so writes of two threads never mix inside an event.
 */
public interface ClientConnection {

  /** Fired as soon as the client has closed its connection. */
  Cancellation disconnected();

  /**
   * Sends status 200 and the headers of an open-ended body now, unless a head was already sent.
   *
   * @return true when this call sent them
   */
  boolean begin(Map<String, String> headers);

  /** True once a head was sent; from then on failures can only be reported in-band. */
  boolean begun();

  /**
   * Writes bytes of an open-ended body and waits while the client reads slower than we write.
   *
   * @throws GatewayException.ClientDisconnected when the client has left
   */
  void write(byte[] bytes);

  /** Waits while the client reads slower than was written; also returns when it has left. */
  default void awaitRoom() {}

  /** Writes without ever waiting, for timers; drops the bytes when the client is not reading. */
  void nudge(byte[] bytes);

  /** Runs {@code action} once the reply is written or given up; at once when there is none. */
  default void whenOver(Runnable action) {
    action.run();
  }

  /** {@link System#nanoTime()} of the last write, or of the start of the call. */
  long lastWriteNanos();

  /** Takes the place of a client for calls inside the process: it stays, and reads nothing. */
  class None implements ClientConnection {
    private final Cancellation disconnected;

    public None() {
      this(new Cancellation());
    }

    public None(Cancellation disconnected) {
      this.disconnected = disconnected;
    }

    @Override
    public final Cancellation disconnected() {
      return disconnected;
    }

    @Override
    public boolean begin(Map<String, String> headers) {
      return false;
    }

    @Override
    public boolean begun() {
      return false;
    }

    @Override
    public void write(byte[] bytes) {}

    @Override
    public void nudge(byte[] bytes) {}

    @Override
    public long lastWriteNanos() {
      return 0;
    }
  }
}
