package sml.gateway.catalog.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.catalog.CatalogSettings;
import sml.gateway.catalog.SimulatedProviders;
import sml.gateway.catalog.models.SnapshotModelRegistry;

/** The whole room on a database of its own, with a fake provider beside it. */
final class CatalogWorld implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .findAndRegisterModules()
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

  final ConfigurableApplicationContext beans;
  final JdbcClient sql;
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer provider;
  volatile int status = 200;
  volatile String list = "{\"object\":\"list\",\"data\":[]}";
  volatile Function<HttpExchange, Boolean> accepts = exchange -> true;

  @EnableAutoConfiguration(exclude = FlywayAutoConfiguration.class)
  @EnableConfigurationProperties(CatalogSettings.class)
  @ComponentScan({"sml.gateway.catalog", "sml.gateway.network"})
  static class Room {}

  CatalogWorld(DataSource database, Path data, SimulatedProviders... fields) throws IOException {
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/", this::answer);
    provider.start();
    beans =
        new SpringApplicationBuilder(Room.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .initializers(
                context -> {
                  var factory = context.getBeanFactory();
                  factory.registerSingleton("dataSource", database);
                  factory.registerSingleton("clock", Clock.systemUTC());
                  for (SimulatedProviders field : fields) {
                    factory.registerSingleton("field", field);
                  }
                })
            .properties(
                "sml.catalog.data-dir=" + data,
                "spring.config.location=classpath:/no-file.yaml",
                "spring.config.on-not-found=ignore")
            .run("--camel.main.routes-include-pattern=file:routes/scan.camel.yaml");
    sql = beans.getBean(JdbcClient.class);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    exchange.getRequestBody().readAllBytes();
    boolean accepted = accepts.apply(exchange);
    byte[] body =
        (accepted ? list : "{\"error\":{\"message\":\"bad key\"}}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(accepted ? status : 401, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  /** Restores the state of a first start. */
  void reset() {
    status = 200;
    accepts = exchange -> true;
    sql.sql("truncate models, api_keys, provider_catalog").update();
    bean(SeedProviders.class).plant();
    bean(SnapshotModelRegistry.class).renew();
    asked.clear();
  }

  String url() {
    return "http://127.0.0.1:" + provider.getAddress().getPort() + "/v1";
  }

  /** What an operation answers, as JSON. */
  static JsonNode json(Object answer) {
    return JSON.valueToTree(answer);
  }

  static <T> T read(String body, Class<T> type) {
    try {
      return JSON.readValue(body.replace('\'', '"'), type);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The rows of all providers. */
  JsonNode catalog() {
    return json(bean(ProviderCatalogApi.class).show(""));
  }

  // the steps of admin.camel.yaml and setup.camel.yaml

  JsonNode put(String name, String body) {
    var catalog = bean(ProviderCatalogApi.class);
    ProviderRow providerRow =
        catalog.put(name, read(body, ProviderCatalogApi.ProviderFields.class));
    bean(SnapshotModelRegistry.class).renew();
    return json(catalog.saved(providerRow));
  }

  JsonNode scan(String name) {
    return json(bean(ProviderCatalogApi.class).scan(name));
  }

  JsonNode delete(String name) {
    var answer = bean(ProviderCatalogApi.class).delete(name);
    bean(SnapshotModelRegistry.class).renew();
    return json(answer);
  }

  JsonNode save(String body) {
    var setupApi = bean(SetupApi.class);
    var outcome = setupApi.save(read(body, SetupApi.SetupChange.class));
    bean(SnapshotModelRegistry.class).renew();
    return json(outcome.gained() ? setupApi.scan(outcome) : outcome);
  }

  JsonNode test(String body) {
    return json(bean(SetupApi.class).test(read(body, SetupApi.SetupChange.class)));
  }

  <T> T bean(Class<T> type) {
    return beans.getBean(type);
  }

  @Override
  public void close() {
    beans.close();
    provider.stop(0);
  }
}
