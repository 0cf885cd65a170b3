package sml.gateway.upstream.sounding;

import java.util.Map;
import sml.gateway.chat.Cancellation;
import sml.gateway.chat.Client;

/** Stands where a client would be: nobody hears the answer, and nobody leaves. */
final class Nobody implements Client {
  private final Cancellation gone = new Cancellation();

  @Override
  public Cancellation gone() {
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
