package sml.gateway.discovery;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.catalog.CatalogSettings;
import sml.gateway.catalog.models.SnapshotModelRegistry;
import sml.gateway.catalog.providers.ProviderEditor;
import sml.gateway.catalog.providers.SeedProviders;
import sml.gateway.jobs.OperatorEvent;
import sml.gateway.modelhealth.HandClock;
import sml.gateway.modelhealth.HealthCheckCompleted;
import sml.gateway.modelhealth.checks.HealthCheckSettings;
import sml.gateway.modelhealth.checks.WarmUpSettings;
import sml.gateway.network.HostResolver;

/** This room and the catalogue on a database of their own, with a fake internet of one server. */
final class DiscoveryWorld implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  final ConfigurableApplicationContext beans;
  final JdbcClient sql;
  private final HikariDataSource pool = new HikariDataSource();
  final RecordingLog log = new RecordingLog();
  final List<OperatorEvent> happenings = new CopyOnWriteArrayList<>();
  final List<HealthCheckCompleted> checks = new CopyOnWriteArrayList<>();
  final HandClock clock = new HandClock();
  final FakeField field = new FakeField();
  final Map<String, String> hosts = new ConcurrentHashMap<>();
  final List<String> resolved = new CopyOnWriteArrayList<>();

  @EnableAutoConfiguration(exclude = FlywayAutoConfiguration.class)
  @EnableConfigurationProperties({
    CatalogSettings.class,
    DiscoverySettings.class,
    HealthCheckSettings.class,
    WarmUpSettings.class
  })
  @ComponentScan({
    "sml.gateway.catalog",
    "sml.gateway.network",
    "sml.gateway.discovery",
    "sml.gateway.modelhealth.checks"
  })
  static class Rooms {}

  DiscoveryWorld(DataSource database, Path data, String... properties) {
    pool.setDataSource(database);
    pool.setMaximumPoolSize(10);
    var all = new ArrayList<>(List.of(properties));
    all.add("sml.catalog.data-dir=" + data);
    all.add("spring.config.location=classpath:/no-file.yaml");
    all.add("spring.config.on-not-found=ignore");
    ApplicationListener<PayloadApplicationEvent<Object>> ear =
        event -> {
          if (event.getPayload() instanceof OperatorEvent operatorEvent) {
            happenings.add(operatorEvent);
          } else if (event.getPayload() instanceof HealthCheckCompleted check) {
            checks.add(check);
          }
        };
    beans =
        new SpringApplicationBuilder(Rooms.class)
            .web(WebApplicationType.NONE)
            .bannerMode(Banner.Mode.OFF)
            .listeners(ear)
            .initializers(
                context -> {
                  var factory = context.getBeanFactory();
                  factory.registerSingleton("dataSource", pool);
                  factory.registerSingleton("clock", clock);
                  factory.registerSingleton("workerLog", log);
                  factory.registerSingleton("chance", new Random(7));
                  factory.registerSingleton("field", field);
                  factory.registerSingleton("hostNames", (HostResolver) this::addresses);
                })
            .properties(all.toArray(String[]::new))
            .run(
                "--camel.main.routes-include-pattern=file:routes/scan.camel.yaml,"
                    + "file:routes/discovery.camel.yaml");
    sql = beans.getBean(JdbcClient.class);
  }

  private InetAddress[] addresses(String host) throws UnknownHostException {
    resolved.add(host);
    String addresses = hosts.get(host);
    if (addresses == null) {
      throw new UnknownHostException(host);
    }
    List<InetAddress> found = new ArrayList<>();
    for (String address : addresses.split(" ")) {
      found.add(InetAddress.getByName(address));
    }
    return found.toArray(InetAddress[]::new);
  }

  /** Restores the state of a first start. */
  void reset() {
    sql.sql(
            "truncate models, api_keys, provider_catalog, discovery_refusals, model_checks,"
                + " capability_probes, warmup_pings")
        .update();
    bean(SeedProviders.class).plant();
    bean(SnapshotModelRegistry.class).renew();
    log.forget();
    happenings.clear();
    field.forget();
    checks.clear();
    hosts.clear();
    resolved.clear();
  }

  /** Adds a provider that needs no key, as an operator does. */
  void provider(String name, String root) {
    try {
      String body =
          "{\"base_url\":\"%s\",\"auth\":{\"scheme\":\"none\"}}".formatted(root + "/" + name);
      bean(ProviderEditor.class).put(name, (ObjectNode) JSON.readTree(body));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    bean(SnapshotModelRegistry.class).renew();
  }

  /** Calls a route of the work cycle. */
  void run(String route) {
    beans.getBean(org.apache.camel.ProducerTemplate.class).requestBody("direct:" + route, "");
  }

  List<String> events(String type) {
    return happenings.stream()
        .filter(one -> one.type().equals(type))
        .map(OperatorEvent::title)
        .toList();
  }

  List<String> column(String query) {
    return sql.sql(query).query(String.class).list();
  }

  <T> T bean(Class<T> type) {
    return beans.getBean(type);
  }

  void pass(Duration time) {
    clock.pass(time);
  }

  @Override
  public void close() {
    beans.close();
    pool.close();
  }
}
