package sml.gateway.simulation;

import java.io.IOException;

/** The client closed or reset the connection while an answer was due. */
public final class PeerDisconnected extends IOException {
  private static final long serialVersionUID = 1L;

  PeerDisconnected() {
    super("the client has disconnected");
  }

  PeerDisconnected(Throwable cause) {
    super("the client has disconnected", cause);
  }
}
