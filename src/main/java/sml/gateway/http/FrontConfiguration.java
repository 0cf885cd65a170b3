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
import sml.gateway.access.AccessPolicy;
import sml.gateway.access.AccessSettings;
import sml.gateway.access.SoftRateLimit;
import sml.gateway.network.HttpCall;

/** Creates the front HTTP server and opens it when all other beans are up. */
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
  ConcurrencyLimiter concurrencyLimiter(HttpSettings settings, MeterRegistry registry) {
    var limiter = new ConcurrencyLimiter(settings.maxExchanges());
    Gauge.builder("sml.http.exchanges", limiter, ConcurrencyLimiter::inWork)
        .description("Calls of clients that are in work right now")
        .register(registry);
    return limiter;
  }

  @Bean
  GracefulShutdown gracefulShutdown(
      HttpSettings settings, ConcurrencyLimiter limiter, FrontServer server) {
    var notice = settings.behindProxy() ? settings.notice() : Duration.ZERO;
    return new GracefulShutdown(limiter, notice, settings.shutdownTimeout(), server::cut);
  }

  @Bean
  ServletForwarder frontPages(HttpSettings settings, Vertx vertx) {
    return new ServletForwarder(vertx, settings.pagesPrefixes());
  }

  @Bean(destroyMethod = "close")
  FrontServer frontServer(
      HttpSettings settings,
      Vertx vertx,
      AccessPolicy accessPolicy,
      AccessSettings safety,
      ServletForwarder servletForwarder,
      RandomGenerator random,
      ConcurrencyLimiter limiter) {
    var ids = new RequestIds(random);
    var connections = new ConnectionRegistry(settings);
    var dispatcher =
        new RequestDispatcher(
            settings,
            accessPolicy,
            new SoftRateLimit(safety.softRateLimit()),
            table,
            servletForwarder,
            ids,
            connections,
            limiter);
    return new FrontServer(settings, vertx, accessPolicy, dispatcher, connections, ids);
  }

  @Bean("platform-http-engine")
  FrontEngine platformHttpEngine(FrontServer server) {
    return new FrontEngine(table, server);
  }

  @Bean
  HttpCall.Handler innerCalls() {
    return new InnerCalls(table);
  }

  @Bean
  Opener frontOpener(FrontServer server) {
    return new Opener(server);
  }

  /** Opens the port last, so that no client meets a half-started gateway. */
  record Opener(FrontServer server) {
    @EventListener(ApplicationReadyEvent.class)
    void open() {
      server.open();
    }
  }
}
