package sml.gateway.dashboard.live;

import java.util.Map;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;

/** The client of a page that is made for those who have it open: it stays, and reads nothing. */
record UnseenClient(Cancellation disconnected) implements ClientConnection {
  UnseenClient() {
    this(new Cancellation());
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
  public void write(byte[] bytes) {
    throw new IllegalStateException("a page is no stream");
  }

  @Override
  public void nudge(byte[] bytes) {}

  @Override
  public long lastWriteNanos() {
    return 0;
  }
}
