package stack;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.SimulatedProvider;

/** The simulated providers that the load asks, and those of single checks. */
final class Upstreams implements AutoCloseable {
  /** What every model says. */
  static final String TEXT = new Contents.Words(40).text();

  private static final List<String> NAMES = List.of("river", "lake", "brook");
  private static final Behaviour USUAL =
      Behaviour.healthy()
          .words(40)
          .latency(Duration.ofMillis(40))
          .jitter(Duration.ofMillis(20))
          .gap(Duration.ofMillis(10));

  private final Map<String, SimulatedProvider> providers = new LinkedHashMap<>();

  /** Starts the providers of the load. */
  Upstreams() {
    for (String name : NAMES) {
      provider(name).model("one", USUAL).model("two", USUAL);
    }
  }

  static Behaviour usual() {
    return USUAL;
  }

  /** A model that a request names. */
  static String named(int number) {
    return NAMES.get(number / 4 % NAMES.size()) + (number % 2 == 0 ? "/one" : "/two");
  }

  /** Starts one more. */
  SimulatedProvider provider(String name) {
    var options = SimulatedProvider.Options.standard().keeping(20_000);
    return providers.computeIfAbsent(name, fresh -> SimulatedProvider.start(options));
  }

  Iterable<SimulatedProvider> all() {
    return providers.values();
  }

  /** Makes all of them known at the gateway on this port. */
  void registerAt(int port) throws IOException, InterruptedException {
    for (String name : providers.keySet()) {
      register(port, name);
    }
  }

  /** Makes one known, with the models it has. */
  void register(int port, String name) throws IOException, InterruptedException {
    var provider = providers.get(name);
    String row =
        "{\"base_url\":\"%s\",\"models_url\":\"%s/models\",\"auth\":{\"scheme\":\"none\"}}"
            .formatted(provider.baseUrl(), provider.baseUrl());
    var saved = Http.send(port, "PUT", "/api/provider-catalog/" + name, row);
    if (saved.statusCode() != 200) {
      throw new AssertionError("provider %s is refused: %s".formatted(name, saved.body()));
    }
    var scanned = Http.send(port, "POST", "/api/provider-catalog/" + name + "/scan", "");
    if (scanned.statusCode() != 200) {
      throw new AssertionError("provider %s is not scanned: %s".formatted(name, scanned.body()));
    }
  }

  @Override
  public void close() {
    providers.values().forEach(SimulatedProvider::close);
  }
}
