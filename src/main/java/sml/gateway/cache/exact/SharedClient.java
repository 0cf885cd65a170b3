package sml.gateway.cache.exact;

import java.util.Map;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;

/**
 * The client of the request that leads a flight, as the upstream call sees it: it has left when the
 * clients of all requests of the flight have.
 */
record SharedClient(ClientConnection leader, Cancellation disconnected)
    implements ClientConnection {

  @Override
  public boolean begin(Map<String, String> headers) {
    return leader.begin(headers);
  }

  @Override
  public boolean begun() {
    return leader.begun();
  }

  @Override
  public void write(byte[] bytes) {
    leader.write(bytes);
  }

  @Override
  public void awaitRoom() {
    leader.awaitRoom();
  }

  @Override
  public void nudge(byte[] bytes) {
    leader.nudge(bytes);
  }

  @Override
  public void whenOver(Runnable action) {
    leader.whenOver(action);
  }

  @Override
  public long lastWriteNanos() {
    return leader.lastWriteNanos();
  }
}
