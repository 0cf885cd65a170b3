package sml.gateway.simulation.wire;

import java.io.IOException;

/** The other side closed or reset the connection while an answer was due. */
public final class PeerGone extends IOException {
  private static final long serialVersionUID = 1L;

  PeerGone() {
    super("the peer is gone");
  }
}
