package sml.gateway.workflows;

import java.util.Map;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;

/**
 * The client of a chat inside the process: its answer is taken whole, and it has left when the
 * client outside has.
 */
record InnerClient(Cancellation disconnected) implements ClientConnection {
  @Override
  public boolean begin(Map<String, String> headers) {
    return false;
  }

  @Override
  public boolean begun() {
    return false;
  }

  @Override
  public void write(byte[] bytes) {
    throw new IllegalStateException("a chat inside the process is no stream");
  }

  @Override
  public void nudge(byte[] bytes) {}

  @Override
  public long lastWriteNanos() {
    return 0;
  }
}
