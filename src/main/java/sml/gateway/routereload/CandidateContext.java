package sml.gateway.routereload;

import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/**
 * A second set of all routes in a Camel context of its own, on the same beans. It checks that
 * edited files are valid, then answers calls until the live context has loaded them.
 */
final class CandidateContext {
  /** Consumers whose caller waits; timers and the like run in the live context alone. */
  private static final Set<String> ANSWERING = Set.of("direct", "platform-http", "rest");

  private static final Pattern LINE = Pattern.compile("\\bline:? (\\d+)");

  private final DefaultCamelContext context;

  private CandidateContext(DefaultCamelContext context) {
    this.context = context;
  }

  /** Starts all routes without consumers; every error is a defect. */
  static CandidateContext rehearse(RouteSet routeSet, CamelContext live, ApplicationContext beans)
      throws RouteDefect.Found {
    var context = context(live, beans);
    try {
      context.build();
      new RouteInspection(beans, scheme -> context.getComponent(scheme) != null).require(routeSet);
      start(routeSet, context);
      return new CandidateContext(context);
    } catch (RouteDefect.Found found) {
      context.stop();
      throw found;
    }
  }

  private static DefaultCamelContext context(CamelContext live, ApplicationContext beans) {
    var registry = new DefaultRegistry(new ApplicationContextBeanRepository(beans));
    var context = new DefaultCamelContext(registry);
    context.getCamelContextExtension().setName(live.getName() + "-candidate");
    context.disableJMX();
    context.setAutoStartup(false);
    context.setStreamCaching(live.isStreamCaching());
    context.setAllowUseOriginalMessage(live.isAllowUseOriginalMessage());
    context.getPropertiesComponent().addPropertiesSource(new Settings(beans.getEnvironment()));
    context.setRestConfiguration(live.getRestConfiguration());
    context.addComponent("quartz", new DryRunQuartz());
    return context;
  }

  private static void start(RouteSet routeSet, DefaultCamelContext context)
      throws RouteDefect.Found {
    String at = "";
    try {
      var resources =
          routeSet.texts().entrySet().stream()
              .map(file -> ResourceHelper.fromString(file.getKey(), file.getValue()))
              .toList();
      for (var resource : resources) {
        at = resource.getLocation();
        read(resource, context);
      }
      at = "";
      PluginHelper.getRoutesLoader(context).loadRoutes(resources);
      context.start();
    } catch (Exception failure) {
      throw new RouteDefect.Found(explain(failure, at, routeSet));
    }
  }

  /** Reads one file alone, so that a defect has a file. */
  private static void read(Resource resource, CamelContext context) throws Exception {
    for (var builder : PluginHelper.getRoutesLoader(context).findRoutesBuilders(resource)) {
      if (builder instanceof RouteConfigurationBuilder policies) {
        policies.configuration();
      }
      if (builder instanceof RouteBuilder routes) {
        routes.configure();
        routes.getRestCollection().getRests().forEach(rest -> rest.asRouteDefinition(context));
      }
    }
  }

  /** Starts the routes; no request reaches them before traffic is switched to them. */
  void enter() throws Exception {
    for (Route route : context.getRoutes()) {
      if (ANSWERING.contains(scheme(route.getEndpoint().getEndpointUri()))) {
        context.getRouteController().startRoute(route.getRouteId());
      }
    }
  }

  DefaultCamelContext context() {
    return context;
  }

  boolean isQuiet() {
    return context.getInflightRepository().size() == 0;
  }

  void leave() {
    context.stop();
  }

  private static String scheme(String uri) {
    return uri.substring(0, Math.max(0, uri.indexOf(':')));
  }

  private static RouteDefect explain(Throwable failure, String loading, RouteSet routeSet) {
    String reason = "";
    String file = loading;
    int line = 0;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage());
      reason = message.lines().findFirst().orElse(cause.toString());
      var matcher = LINE.matcher(message);
      if (matcher.find()) {
        line = Integer.parseInt(matcher.group(1));
      }
      String id = route(cause);
      for (RouteOutline routeOutline : routeSet.outlines().values()) {
        int declared = routeOutline.lineOf(id);
        if (declared > 0) {
          file = routeOutline.file();
          line = declared;
        }
      }
    }
    return new RouteDefect(file, line, reason);
  }

  private static String route(Throwable failure) {
    return switch (failure) {
      case FailedToCreateRouteException create -> create.getRouteId();
      case FailedToStartRouteException start -> start.getRouteId();
      default -> "";
    };
  }

  /** The settings of the program as placeholders. */
  private record Settings(Environment environment) implements PropertiesSource {
    @Override
    public String getName() {
      return "settings";
    }

    @Override
    public @Nullable String getProperty(String name) {
      return environment.getProperty(name);
    }
  }
}
