package sml.gateway.intake;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.RoutingPreferences;
import sml.gateway.chat.RoutingPreferences.Strategy;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;

/** Reads the developer's controls: the body wins over {@code extra}, {@code extra} over headers. */
final class RoutingPreferencesReader {
  private static final int LONGEST_CHAIN = 10;

  private final HttpCall call;
  private final RawObject body;
  private final @Nullable JsonNode extra;

  private RoutingPreferencesReader(HttpCall call, RawObject body) {
    this.call = call;
    this.body = body;
    this.extra = Intake.node(body, "extra");
  }

  static RoutingPreferences read(HttpCall call, RawObject body, ChatBodyReader reader) {
    if (call.headers().keySet().stream().noneMatch(name -> name.startsWith("x-smlgateway-"))
        && Stream.of("prefer", "exclude", "strategy", "max_latency_ms", "extra", "models")
            .noneMatch(body::has)) {
      return RoutingPreferences.NONE;
    }
    RoutingPreferencesReader preferences = new RoutingPreferencesReader(call, body);
    return new RoutingPreferences(
        preferences.names("prefer", "x-smlgateway-prefer"),
        preferences.names("exclude", "x-smlgateway-exclude"),
        preferences.strategy(),
        preferences.maxLatency(),
        preferences.chain(reader.model()));
  }

  private @Nullable JsonNode node(String name) {
    JsonNode own = Intake.node(body, name);
    if (own != null && !own.isNull()) {
      return own;
    }
    JsonNode inExtra = extra == null ? null : extra.get(name);
    return inExtra == null || inExtra.isNull() ? null : inExtra;
  }

  private List<String> names(String name, String header) {
    JsonNode node = node(name);
    if (node == null) {
      String value = call.header(header);
      return value == null ? List.of() : split(value);
    }
    if (node.isTextual()) {
      return split(node.textValue());
    }
    return strings(node, name).stream().map(text -> text.toLowerCase(Locale.ROOT)).toList();
  }

  private static List<String> split(String list) {
    return Arrays.stream(list.split(","))
        .map(text -> text.strip().toLowerCase(Locale.ROOT))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static List<String> strings(JsonNode node, String name) {
    if (!node.isArray()) {
      throw wrong(name, "a string or an array of strings");
    }
    List<String> values = new ArrayList<>();
    for (JsonNode value : node) {
      if (!value.isTextual() || value.textValue().isBlank()) {
        throw wrong(name, "an array of non-empty strings");
      }
      values.add(value.textValue().strip());
    }
    return values;
  }

  private Strategy strategy() {
    JsonNode node = node("strategy");
    String value = node == null ? call.header("x-smlgateway-strategy") : node.asText("");
    if (value == null) {
      return Strategy.BALANCED;
    }
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "fastest" -> Strategy.FASTEST;
      case "strongest" -> Strategy.STRONGEST;
      case "", "balanced" -> Strategy.BALANCED;
      default -> throw wrong("strategy", "\"fastest\" or \"strongest\"");
    };
  }

  private @Nullable Duration maxLatency() {
    JsonNode node = node("max_latency_ms");
    String text = node == null ? call.header("x-smlgateway-max-latency") : node.asText("");
    if (text == null) {
      return null;
    }
    try {
      double value = Double.parseDouble(text);
      if (value > 0 && value < 1e9) {
        return Duration.ofMillis((long) value);
      }
    } catch (NumberFormatException notANumber) {
      // reported below
    }
    throw wrong("max_latency_ms", "a positive number of milliseconds");
  }

  /** {@code models} as it was sent, with a real {@code model} in front of it. */
  private List<String> chain(@Nullable String model) {
    JsonNode node = Intake.node(body, "models");
    if (node == null || node.isNull()) {
      return List.of();
    }
    List<String> models = strings(node, "models");
    if (models.isEmpty() || models.size() > LONGEST_CHAIN) {
      throw wrong("models", "1 to " + LONGEST_CHAIN + " model ids");
    }
    if (models.stream().anyMatch(id -> id.equals("auto") || id.startsWith("sml/"))) {
      throw new InvalidRequest(
          "'models' is an explicit chain: name real models in it, not virtual ones.", "models");
    }
    var chain = new LinkedHashSet<String>();
    if (model != null && !model.isBlank() && !model.equals("auto") && !model.startsWith("sml/")) {
      chain.add(model);
    }
    chain.addAll(models);
    return List.copyOf(chain);
  }

  private static InvalidRequest wrong(String name, String expected) {
    return new InvalidRequest("Invalid '" + name + "': " + expected + " is expected.", name);
  }
}
