package sml.gateway.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import sml.gateway.http.closing.Farewell;
import sml.gateway.http.closing.Occupancy;
import sml.gateway.http.head.RequestIds;
import sml.gateway.http.pages.Pages;
import sml.gateway.safety.Doorkeeper;
import sml.gateway.safety.SafetySettings;
import sml.gateway.safety.SoftRate;

/** Puts the front door together and opens it when everything behind it is up. */
@Configuration(proxyBeanMethods = false)
class FrontConfiguration {
  private final RouteTable<FrontConsumer> table = new RouteTable<>();

  // closed by the server, which must outlive the routes
  @Bean(destroyMethod = "")
  Vertx frontVertx(HttpSettings settings) {
    return Vertx.vertx(
        new VertxOptions()
            .setEventLoopPoolSize(settings.loops())
            .setWorkerPoolSize(2)
            // a start that failed must end the process; Tomcat keeps a good one alive
            .setUseDaemonThread(true));
  }

  @Bean
  Occupancy occupancy(HttpSettings settings, MeterRegistry meters) {
    var occupancy = new Occupancy(settings.maxExchanges());
    Gauge.builder("sml.http.exchanges", occupancy, Occupancy::inWork)
        .description("Calls of clients that are in work right now")
        .register(meters);
    return occupancy;
  }

  @Bean
  Farewell farewell(HttpSettings settings, Occupancy occupancy, FrontServer server) {
    var notice = settings.behindProxy() ? settings.notice() : Duration.ZERO;
    return new Farewell(occupancy, notice, settings.farewell(), server::cut);
  }

  @Bean
  Pages frontPages(HttpSettings settings, Vertx vertx) {
    return new Pages(vertx, settings.pagesPrefixes());
  }

  @Bean(destroyMethod = "close")
  FrontServer frontServer(
      HttpSettings settings,
      Vertx vertx,
      Doorkeeper doorkeeper,
      SafetySettings safety,
      Pages pages,
      RandomGenerator random,
      Occupancy occupancy) {
    var ids = new RequestIds(random);
    var lines = new Lines(settings);
    var reception =
        new Reception(
            settings,
            doorkeeper,
            new SoftRate(safety.softRateLimit()),
            table,
            pages,
            ids,
            lines,
            occupancy);
    return new FrontServer(settings, vertx, doorkeeper, reception, lines, ids);
  }

  @Bean("platform-http-engine")
  FrontEngine platformHttpEngine(FrontServer server) {
    return new FrontEngine(table, server);
  }

  @Bean
  Opener frontOpener(FrontServer server) {
    return new Opener(server);
  }

  /** Opens the door last, so that nobody meets a half-started gateway. */
  record Opener(FrontServer server) {
    @EventListener(ApplicationReadyEvent.class)
    void open() {
      server.open();
    }
  }
}
