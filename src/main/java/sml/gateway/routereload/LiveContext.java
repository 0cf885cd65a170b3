package sml.gateway.routereload;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import sml.gateway.routereload.RouteOutline.Kind;

/** The routes of the live context, which statistics and consoles know. */
final class LiveContext {
  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private static final Pattern ANSWERING = Pattern.compile("(platform-http|rest):");

  private final CamelContext live;

  LiveContext(CamelContext live) {
    this.live = live;
  }

  CamelContext context() {
    return live;
  }

  /** True when no call is in progress whose caller waits. */
  boolean isQuiet() {
    return live.getRoutes().stream()
        .filter(route -> ANSWERING.matcher(route.getEndpoint().getEndpointUri()).lookingAt())
        .allMatch(route -> live.getInflightRepository().size(route.getRouteId()) == 0);
  }

  /** Creates the routes of these files anew; all others stay as they are. */
  void change(RouteSet old, RouteSet next, Set<String> files) throws Exception {
    remove(union(old, next, files, Kind.ROUTE));
    var model = live.getCamelContextExtension().getContextPlugin(Model.class);
    for (String id : union(old, next, files, Kind.TEMPLATE)) {
      model.removeRouteTemplateDefinitions(id);
    }
    Set<String> operations = union(old, next, files, Kind.OPERATIONS);
    model.getRestDefinitions().removeIf(rest -> operations.contains(rest.getId()));
    for (String id : union(old, next, files, Kind.POLICY)) {
      var policy = model.getRouteConfigurationDefinition(id);
      if (policy != null) {
        model.removeRouteConfiguration(policy);
      }
    }
    var resources =
        files.stream()
            .filter(next.texts()::containsKey)
            .map(file -> ResourceHelper.fromString(file, next.texts().get(file)))
            .toList();
    PluginHelper.getRoutesLoader(live).loadRoutes(resources);
  }

  private void remove(Collection<String> routes) throws Exception {
    for (String id : routes) {
      if (live.getRoute(id) != null) {
        live.getRouteController().stopRoute(id, LAST_WORDS.toSeconds(), TimeUnit.SECONDS);
        live.removeRoute(id);
      }
    }
  }

  private static Set<String> union(RouteSet old, RouteSet next, Set<String> files, Kind kind) {
    var ids = new HashSet<>(old.ids(files, kind));
    ids.addAll(next.ids(files, kind));
    return ids;
  }
}
