package sml.gateway.observability;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.CacheVerdict;
import sml.gateway.chat.RequestFinished;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.SilentClient;

/** Finished requests for the tests of this room. */
public final class Finished {
  private Finished() {}

  /** A request whose client got this text. */
  public static RequestFinished saying(String text) {
    RequestFinished one = answered(1);
    return new RequestFinished(
        one.call(),
        null,
        null,
        null,
        one.status(),
        null,
        null,
        1,
        null,
        CacheVerdict.OFF,
        () -> text);
  }

  static RequestFinished answered(long ms) {
    return of(200, null, ms, new SilentClient());
  }

  static RequestFinished failed(int status) {
    return of(status, "no", 1, new SilentClient());
  }

  static RequestFinished left() {
    var client = new SilentClient();
    client.disconnected().fire("the client has left");
    return of(200, "client disconnected", 1, client);
  }

  private static RequestFinished of(
      int status, @Nullable String error, long ms, ClientConnection client) {
    var call = new HttpCall("aaaa", "POST", "/", Map.of(), Map.of(), new byte[0], "", client, 0);
    return new RequestFinished(
        call, null, null, null, status, error, null, ms, null, CacheVerdict.OFF, () -> "");
  }
}
