package sml.gateway.ops.state;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Call;
import sml.gateway.chat.Cancellation;
import sml.gateway.chat.Client;
import sml.gateway.chat.TurnFinished;

/** Finished requests for the tests of this package. */
final class Finished {
  private Finished() {}

  static TurnFinished answered(long ms) {
    return of(200, null, ms, new Cancellation());
  }

  static TurnFinished failed(int status) {
    return of(status, "no", 1, new Cancellation());
  }

  static TurnFinished left() {
    var gone = new Cancellation();
    gone.fire("the client has left");
    return of(200, "client gone", 1, gone);
  }

  private static TurnFinished of(int status, @Nullable String error, long ms, Cancellation gone) {
    var call =
        new Call("aaaa", "POST", "/", Map.of(), Map.of(), new byte[0], "", new Peer(gone), 0);
    return new TurnFinished(call, null, null, null, status, error, null, ms, null);
  }

  private record Peer(Cancellation gone) implements Client {
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
