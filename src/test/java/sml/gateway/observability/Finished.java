package sml.gateway.observability;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.RequestFinished;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;

/** Finished requests for the tests of this room. */
public final class Finished {
  private Finished() {}

  /** A request whose client got this text. */
  public static RequestFinished saying(String text) {
    RequestFinished one = answered(1);
    return new RequestFinished(
        one.call(), null, null, null, one.status(), null, null, 1, null, () -> text);
  }

  static RequestFinished answered(long ms) {
    return of(200, null, ms, new Cancellation());
  }

  static RequestFinished failed(int status) {
    return of(status, "no", 1, new Cancellation());
  }

  static RequestFinished left() {
    var cancellation = new Cancellation();
    cancellation.fire("the client has left");
    return of(200, "client disconnected", 1, cancellation);
  }

  private static RequestFinished of(
      int status, @Nullable String error, long ms, Cancellation cancellation) {
    var call =
        new HttpCall(
            "aaaa", "POST", "/", Map.of(), Map.of(), new byte[0], "", new Peer(cancellation), 0);
    return new RequestFinished(call, null, null, null, status, error, null, ms, null, () -> "");
  }

  private record Peer(Cancellation disconnected) implements ClientConnection {
    @Override
    public boolean begin(Map<String, String> headers) {
      return true;
    }

    @Override
    public boolean begun() {
      return true;
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
}
