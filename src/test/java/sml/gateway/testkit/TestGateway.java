package sml.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import sml.gateway.GatewayApplication;
import sml.gateway.http.FrontPort;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.SimulatedProvider;

/**
 * The whole gateway with its HTTP server, started once per test JVM. Put it into a test class with
 * {@code @RegisterExtension final TestGateway gateway = new TestGateway();}; providers a test
 * registers are removed after it, and each test begins with a gateway without open failures. What
 * was learned of success and latency stays, so classes that rank use provider names of their own.
 */
public final class TestGateway implements BeforeEachCallback, AfterEachCallback {
  private static final Duration SHORTLY = Duration.ofMillis(2);

  private final Map<String, SimulatedProvider> providers = new LinkedHashMap<>();

  /**
   * Registers a simulated provider of the plain dialect, whose models come with their first use.
   */
  public SimulatedProvider provider(String name) {
    return provider(name, "openai");
  }

  /** Registers a simulated provider of this dialect. */
  public SimulatedProvider provider(String name, String dialect) {
    var simulated = SimulatedProvider.start();
    providers.put(name, simulated);
    register(name, simulated, dialect);
    return simulated;
  }

  /** Declares a model at a registered provider, and lets the gateway find it. */
  public TestGateway model(String provider, String model, Behaviour behaviour) {
    SimulatedProvider simulated = providers.get(provider);
    if (simulated == null) {
      simulated = provider(provider);
    }
    simulated.model(model, behaviour);
    Heard scan = client().send("POST", "/api/provider-catalog/" + provider + "/scan", "");
    assertThat(scan.status()).as(scan.body()).isEqualTo(200);
    return this;
  }

  /** The simulated provider that was registered under this name. */
  public SimulatedProvider simulated(String provider) {
    return Objects.requireNonNull(providers.get(provider), provider);
  }

  /** Registers anything that listens on 127.0.0.1 below {@code /v1}, with these models. */
  public void register(String name, int port, String dialect, List<String> models) {
    ObjectNode row = row(port, dialect);
    var list = row.putArray("models");
    models.forEach(list::add);
    save(name, row.toString());
  }

  /** Registers a simulated provider that was started elsewhere; its model list is scanned. */
  public void register(String name, SimulatedProvider simulated, String dialect) {
    ObjectNode row = row(simulated.port(), dialect);
    row.put("models_url", simulated.baseUrl() + "/models");
    providers.put(name, simulated);
    save(name, row.toString());
  }

  /** Adds or changes a row of the catalogue, which stays after the test. */
  public void save(String name, String fields) {
    Heard saved = client().send("PUT", "/api/provider-catalog/" + name, fields);
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);
  }

  /** The answer of these models, as a stream or whole. */
  public Heard ask(boolean stream, String... models) {
    return stream ? ask(models).streamed() : ask(models).whole();
  }

  /** A question to these models, in their order; one is named, several are a chain. */
  public ChatRequestBuilder ask(String... models) {
    return client().ask(models);
  }

  /** A client of the gateway. */
  public Client client() {
    return new Client(Running.PORT);
  }

  /** The HTTP port of the gateway. */
  public int port() {
    return Running.PORT;
  }

  /** The beans of the running gateway. */
  public ConfigurableApplicationContext context() {
    return Running.CONTEXT;
  }

  /** Forgets every cooldown, breaker and count. */
  public void forget() {
    assertThat(client().send("DELETE", "/api/circuits", "").status()).isEqualTo(200);
  }

  @Override
  public void beforeEach(ExtensionContext test) {
    forget();
  }

  @Override
  public void afterEach(ExtensionContext test) {
    removeProviders();
  }

  /**
   * Removes all providers of the test from the catalogue and stops them with their open answers.
   */
  void removeProviders() {
    for (String name : new ArrayList<>(providers.keySet())) {
      client().send("DELETE", "/api/provider-catalog/" + name, "");
    }
    providers.values().forEach(SimulatedProvider::close);
    providers.clear();
    // open requests would end in the middle of the next test
    for (String underWay : List.of("sml.http.exchanges", "sml.upstream.calls")) {
      await().pollDelay(Duration.ZERO).pollInterval(SHORTLY).until(() -> gauge(underWay) == 0);
    }
  }

  private double gauge(String name) {
    return context().getBean(MeterRegistry.class).get(name).gauge().value();
  }

  private static ObjectNode row(int port, String dialect) {
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("base_url", "http://127.0.0.1:" + port + "/v1").put("dialect", dialect);
    row.putObject("auth").put("scheme", "none");
    return row;
  }

  /** The folder of the routes it runs: a copy a test may edit and must restore. */
  public Path routes() {
    return Running.ROUTES;
  }

  /** Starts the gateway when the first test asks for it. */
  private static final class Running {
    static final Path ROUTES = copyOfRoutes();
    static final ConfigurableApplicationContext CONTEXT = start();
    static final int PORT = FrontPort.of(CONTEXT);

    private static Path copyOfRoutes() {
      try (var files = Files.list(Path.of("routes"))) {
        Path copy = Files.createTempDirectory(Path.of("target"), "routes").toAbsolutePath();
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(file.getFileName()));
        }
        return copy;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static ConfigurableApplicationContext start() {
      var database = (PGSimpleDataSource) TestDatabase.dataSource();
      var settings = new TestSettings(database, "test-gateway");
      Scale.settings().forEach(settings::with);
      settings.with("sml.discovery.enabled", "false");
      // quota is plentiful however many requests the tests make
      settings.with("sml.routing.further-calls-a-minute", "1000000");
      // no rescue unless a test says how long a model usually takes
      settings.with("sml.routing.rescue-floor", "20ms");
      settings.with("sml.routing.rescue-ceiling", "1h");
      settings.with("sml.inference.batch", "100");
      // open pages are made again at once
      settings.with("sml.pages.settle", "5ms");
      settings.with("sml.pages.every", "20ms");
      // a work cycle neither waits for models that cool down nor spares a processor
      settings.with("sml.school.linger", "0s");
      settings.with("sml.school.per-second", "100000");
      settings.with("sml.routes.folder", ROUTES.toString());
      settings.with("sml.liveroutes.every", "50ms");
      var context = SpringApplication.run(GatewayApplication.class, settings.arguments());
      TestDatabase.closeFirst(context);
      return context;
    }
  }
}
