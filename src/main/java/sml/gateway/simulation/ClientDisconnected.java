package sml.gateway.simulation;

import java.io.IOException;

/** The client closed or reset the connection while an answer was due. */
public final class ClientDisconnected extends IOException {
  private static final long serialVersionUID = 1L;

  ClientDisconnected() {
    super("the client has disconnected");
  }

  ClientDisconnected(Throwable cause) {
    super("the client has disconnected", cause);
  }
}
