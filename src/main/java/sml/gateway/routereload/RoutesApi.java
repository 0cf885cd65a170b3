package sml.gateway.routereload;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Header;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.apache.camel.component.rest.RestEndpoint;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code GET /api/routes}: every route of the live context, and the files that could not load. */
@Component("routesApi")
final class RoutesApi {
  private final CamelContext camel;
  private final RouteFileLoads routeFileLoads;

  RoutesApi(CamelContext camel, RouteFileLoads routeFileLoads) {
    this.camel = camel;
    this.routeFileLoads = routeFileLoads;
  }

  public RouteOverview list() {
    var routes =
        camel.getRoutes().stream()
            .map(this::overview)
            .sorted(Comparator.comparing(RouteRow::id))
            .toList();
    return new RouteOverview(routes, failedFiles());
  }

  /** The files that could not load, without the statistics of the routes. */
  public List<Broken> failedFiles() {
    return routeFileLoads.failures().entrySet().stream()
        .filter(entry -> entry.getValue().pending())
        .map(entry -> new Broken(entry.getKey(), failure(entry.getValue())))
        .toList();
  }

  /** The text of a file as it serves, for its reader; empty when no such file does. */
  public String text(@Header("file") @Nullable String file) {
    return file == null ? "" : routeFileLoads.textOf(file);
  }

  private RouteRow overview(Route route) {
    String id = route.getRouteId();
    String file = routeFileLoads.fileOf(id);
    RouteFileLoads.Failed failed = routeFileLoads.failures().get(file);
    ServiceStatus status = camel.getRouteController().getRouteStatus(id);
    var managed = managed(id);
    return new RouteRow(
        id,
        description(route),
        file,
        // a route without a state is just being replaced
        status == null ? "Replacing" : status.name(),
        route.getUptimeMillis(),
        text(routeFileLoads.good(file)),
        failed == null ? null : failure(failed),
        managed == null ? null : exchanges(managed));
  }

  /** An operation has it in its entry under {@code rest}, which Camel gives to the endpoint. */
  private static @Nullable String description(Route route) {
    return route.getEndpoint() instanceof RestEndpoint operation
        ? operation.getDescription()
        : route.getDescription();
  }

  private @Nullable ManagedRouteMBean managed(String id) {
    var management = camel.getCamelContextExtension().getContextPlugin(ManagedCamelContext.class);
    return management == null ? null : management.getManagedRoute(id);
  }

  private static @Nullable Exchanges exchanges(ManagedRouteMBean route) {
    try {
      return new Exchanges(
          route.getExchangesTotal(),
          route.getExchangesCompleted(),
          route.getExchangesFailed(),
          route.getExchangesInflight(),
          route.getMeanProcessingTime(),
          route.getMaxProcessingTime());
    } catch (Exception ended) {
      return null;
    }
  }

  private static Failure failure(RouteFileLoads.Failed failed) {
    RouteDefect routeDefect = failed.defect();
    return new Failure(
        failed.at().toString(),
        routeDefect.file(),
        routeDefect.line() == 0 ? null : routeDefect.line(),
        routeDefect.reason());
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  record RouteOverview(List<RouteRow> routes, List<Broken> failedFiles) {}

  record Broken(String file, Failure lastFailedLoad) {}

  record Failure(String time, String file, @Nullable Integer line, String reason) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record RouteRow(
      String id,
      @Nullable String description,
      String file,
      String state,
      long uptimeMs,
      @Nullable String lastGoodLoad,
      @Nullable Failure lastFailedLoad,
      @Nullable Exchanges exchanges) {}

  record Exchanges(
      long total, long completed, long failed, long inflight, long meanMs, long maxMs) {}
}
