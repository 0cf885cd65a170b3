package sml.gateway.upstream;

import java.util.Map;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;

/** Takes the place of a client for a probe: discards the answer and never disconnects. */
final class NullClient implements ClientConnection {
  private final Cancellation disconnected = new Cancellation();

  @Override
  public Cancellation disconnected() {
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
