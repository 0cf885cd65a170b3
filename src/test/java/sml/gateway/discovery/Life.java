package sml.gateway.discovery;

import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import org.apache.camel.ProducerTemplate;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import sml.gateway.GatewayApplication;
import sml.gateway.http.FrontPort;
import sml.gateway.testkit.Client;
import sml.gateway.testkit.Relay;
import sml.gateway.testkit.TestSettings;

/**
 * A whole gateway with a connection to its database that a test can cut. It can be killed: what it
 * has not committed by then is lost for the next gateway, as after a kill.
 */
final class Life implements AutoCloseable {
  private final Relay wire;
  private final ConfigurableApplicationContext context;

  /**
   * @param settings more settings, as {@code name=value}
   */
  Life(PGSimpleDataSource database, String... settings) {
    String server = database.getServerNames()[0] + ":" + database.getPortNumbers()[0];
    wire = new Relay(URI.create("postgresql://" + server));
    String end = URI.create(wire.redisUrl()).getAuthority();
    var all =
        new TestSettings(database, "test-lives")
            .with("spring.jmx.enabled", "false")
            .with("sml.jobs.look-every", "100ms")
            // only what a test begins and what is taken over
            .with("sml.jobs.work-cycle", "0 0 0 1 1 ? 2099")
            .with("sml.jobs.warmup", "0 0 0 1 1 ? 2099")
            .with("sml.school.round-lasts", "0s")
            .with(
                "sml.storage.url",
                "jdbc:postgresql://%s/%s?user=%s&password=%s"
                    .formatted(
                        end,
                        database.getDatabaseName(),
                        database.getUser(),
                        database.getPassword()));
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      all.with(parts[0], parts[1]);
    }
    context = SpringApplication.run(GatewayApplication.class, all.arguments());
  }

  Client client() {
    return new Client(FrontPort.of(context));
  }

  /** Calls a bean as a job does. */
  void job(String call) {
    context.getBean(ProducerTemplate.class).requestBody("bean:" + call, (Object) null);
  }

  /** Nothing reaches the database any more, and all work ends. */
  void die() {
    wire.cut();
    context.getBean(HikariDataSource.class).close();
    close();
  }

  @Override
  public void close() {
    context.close();
    wire.close();
  }
}
