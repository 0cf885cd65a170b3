package sml.gateway.routing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.json.RawObject;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.SampleProfile;

/** A plain request for sml/auto that has a minute left. */
final class SampleRequest {
  private SampleRequest() {}

  static ChatRequest chat() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    var call =
        new HttpCall(
            "id", "POST", "/", Map.of(), Map.of(), body, "", new UnusedClient(), System.nanoTime());
    var profile = SampleProfile.plain(Category.GENERAL, 10, false);
    return new ChatRequest(
        call,
        "sml/auto",
        body(body),
        profile,
        RoutingPreferences.NONE,
        Instant.EPOCH,
        Duration.ofMinutes(1));
  }

  private static RawObject body(byte[] bytes) {
    try {
      return RawObject.parse(bytes, (name, parser) -> {});
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** A client that is never written to. */
  private static final class UnusedClient implements ClientConnection {
    @Override
    public Cancellation disconnected() {
      return new Cancellation();
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
}
