package sml.gateway.liveroutes;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.api.management.ManagedCamelContext;
import org.apache.camel.api.management.mbean.ManagedRouteMBean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.HttpReply;

/** {@code GET /api/routes}: every route of the live context, and the files that could not load. */
@Component("routeList")
final class RouteList {
  private final CamelContext camel;
  private final Loads loads;
  private final ObjectMapper json;

  RouteList(CamelContext camel, Loads loads, ObjectMapper json) {
    this.camel = camel;
    this.loads = loads;
    this.json = json;
  }

  public HttpReply list() throws JsonProcessingException {
    var routes =
        camel.getRoutes().stream().map(this::line).sorted(Comparator.comparing(Line::id)).toList();
    var failed =
        loads.failures().entrySet().stream()
            .filter(entry -> entry.getValue().pending())
            .map(entry -> new Broken(entry.getKey(), failure(entry.getValue())))
            .toList();
    return HttpReply.json(200, json.writeValueAsBytes(new Body(routes, failed)));
  }

  private Line line(Route route) {
    String id = route.getRouteId();
    String file = loads.fileOf(id);
    Loads.Failed failed = loads.failures().get(file);
    ServiceStatus status = camel.getRouteController().getRouteStatus(id);
    var managed = managed(id);
    return new Line(
        id,
        route.getDescription(),
        file,
        // a route without a state is just being replaced
        status == null ? "Replacing" : status.name(),
        route.getUptimeMillis(),
        text(loads.good(file)),
        failed == null ? null : failure(failed),
        managed == null ? null : exchanges(managed));
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
    } catch (Exception gone) {
      return null;
    }
  }

  private static Failure failure(Loads.Failed failed) {
    Defect defect = failed.defect();
    return new Failure(
        failed.at().toString(),
        defect.file(),
        defect.line() == 0 ? null : defect.line(),
        defect.reason());
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  private record Body(List<Line> routes, List<Broken> failedFiles) {}

  private record Broken(String file, Failure lastFailedLoad) {}

  private record Failure(String time, String file, @Nullable Integer line, String reason) {}

  @JsonInclude(JsonInclude.Include.ALWAYS)
  private record Line(
      String id,
      @Nullable String description,
      String file,
      String state,
      long uptimeMs,
      @Nullable String lastGoodLoad,
      @Nullable Failure lastFailedLoad,
      @Nullable Exchanges exchanges) {}

  private record Exchanges(
      long total, long completed, long failed, long inflight, long meanMs, long maxMs) {}
}
