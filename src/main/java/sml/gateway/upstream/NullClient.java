package sml.gateway.upstream;

import java.util.Map;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;

/** Stands where a client would be: nobody hears the answer, and nobody leaves. */
final class NullClient implements ClientConnection {
  private final Cancellation gone = new Cancellation();

  @Override
  public Cancellation disconnected() {
    return gone;
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
