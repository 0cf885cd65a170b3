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
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.SampleProfile;

/** A plain request for sml/auto that has a minute left. */
final class SampleRequest {
  private SampleRequest() {}

  static ChatRequest chat() {
    byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
    var call = HttpCall.inner("id", "/", Map.of(), body);
    var profile = SampleProfile.plain(Category.GENERAL, 10, false);
    return new ChatRequest(
        call,
        "sml/auto",
        body(body),
        profile,
        RoutingPreferences.NONE,
        Instant.EPOCH,
        Duration.ofMinutes(1),
        null);
  }

  private static RawObject body(byte[] bytes) {
    try {
      return RawObject.parse(bytes, (name, parser) -> {});
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
