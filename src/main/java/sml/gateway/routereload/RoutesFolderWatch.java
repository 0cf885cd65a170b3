package sml.gateway.routereload;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import sml.gateway.http.FrontEngine;

/** Checks the routes folder periodically once the gateway is up. */
@Component
final class RoutesFolderWatch implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(RoutesFolderWatch.class);
  private static final String PATTERN = "camel.main.routes-include-pattern";

  private final RouteReloadSettings settings;
  private final CamelContext camel;
  private final ApplicationContext beans;
  private final FrontEngine stage;
  private final RouteFileLoads routeFileLoads;
  private final Clock clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("live-routes").factory());
  private final @Nullable EditedFolder editedFolder;
  private final SortedMap<String, String> started;
  private @Nullable RouteReloader routes;

  RoutesFolderWatch(
      RouteReloadSettings settings,
      CamelContext camel,
      ApplicationContext beans,
      FrontEngine stage,
      RouteFileLoads routeFileLoads,
      Clock clock)
      throws IOException {
    this.settings = settings;
    this.camel = camel;
    this.beans = beans;
    this.stage = stage;
    this.routeFileLoads = routeFileLoads;
    this.clock = clock;
    // read before Camel does, so that an edit in between is seen as one
    this.editedFolder = folder(settings, beans.getEnvironment());
    this.started = editedFolder == null ? new TreeMap<>() : editedFolder.read();
  }

  private static @Nullable EditedFolder folder(
      RouteReloadSettings settings, Environment environment) {
    String pattern = environment.getProperty(PATTERN, "");
    Path path =
        pattern.startsWith("file:")
            ? Path.of(pattern.substring("file:".length())).getParent()
            : null;
    return path == null || !settings.enabled() ? null : new EditedFolder(path);
  }

  @EventListener(ApplicationReadyEvent.class)
  void begin() {
    if (editedFolder == null) {
      return;
    }
    try {
      routes =
          new RouteReloader(
              editedFolder, started, camel, beans, stage, routeFileLoads, clock, settings.drain());
      long pause = settings.every().toMillis();
      thread.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    } catch (RouteDefect.Found found) {
      LOG.error("Edits of the routes will not be seen before the next start: {}", found.defect());
    }
  }

  private void look() {
    try {
      if (routes != null) {
        routes.look();
      }
    } catch (Exception failure) {
      LOG.error("The routes folder could not be looked at", failure);
    }
  }

  @Override
  public void destroy() throws InterruptedException {
    thread.shutdown();
    boolean over = thread.awaitTermination(10, TimeUnit.SECONDS);
    if (over && routes != null) {
      routes.close();
    }
  }
}
