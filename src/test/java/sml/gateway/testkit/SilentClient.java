package sml.gateway.testkit;

import java.util.Map;
import sml.gateway.network.ClientConnection;

/** A client that stays connected and takes no notice of what is written to it. */
public final class SilentClient extends ClientConnection.None {
  @Override
  public boolean begin(Map<String, String> headers) {
    return true;
  }

  @Override
  public boolean begun() {
    return true;
  }
}
