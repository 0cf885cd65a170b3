package sml.gateway.testkit;

import java.util.Map;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;

/** A client that stays connected and takes no notice of what is written to it. */
public final class SilentClient implements ClientConnection {
  private final Cancellation disconnected = new Cancellation();

  @Override
  public boolean begin(Map<String, String> headers) {
    return true;
  }

  @Override
  public boolean begun() {
    return true;
  }

  @Override
  public void write(byte[] bytes) {}

  @Override
  public void nudge(byte[] bytes) {}

  @Override
  public long lastWriteNanos() {
    return 0;
  }

  @Override
  public Cancellation disconnected() {
    return disconnected;
  }
}
