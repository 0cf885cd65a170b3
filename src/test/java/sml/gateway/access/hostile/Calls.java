package sml.gateway.access.hostile;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.rest.RestEndpoint;
import org.jspecify.annotations.Nullable;
import sml.gateway.testkit.TestGateway;

/** Every call that changes or spends something, as the routes that run say it. */
record Calls(String method, String path) {
  private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

  /** One call for each route and method, so that a new route is among them. */
  static List<Calls> changing(TestGateway gateway) {
    return gateway.context().getBean(CamelContext.class).getRoutes().stream()
        .map(Route::getEndpoint)
        .flatMap(
            endpoint ->
                switch (endpoint) {
                  case PlatformHttpEndpoint route -> of(route);
                  case RestEndpoint operation -> of(operation);
                  default -> Stream.empty();
                })
        .distinct()
        .toList();
  }

  private static Stream<Calls> of(PlatformHttpEndpoint endpoint) {
    String path = endpoint.getPath();
    String below = path.endsWith("/") ? path + "x" : path + "/x";
    String asked = endpoint.isMatchOnUriPrefix() ? below : path;
    return methods(endpoint.getHttpMethodRestrict()).map(method -> new Calls(method, asked));
  }

  private static Stream<Calls> of(RestEndpoint operation) {
    String template = operation.getUriTemplate() == null ? "" : operation.getUriTemplate();
    String path = operation.getPath() + "/" + URLDecoder.decode(template, StandardCharsets.UTF_8);
    String asked = path.replaceAll("\\{[^}]*}", "x").replaceAll("//+", "/");
    return methods(operation.getMethod().toUpperCase(Locale.ROOT))
        .map(
            method ->
                new Calls(
                    method, asked.endsWith("/") ? asked.substring(0, asked.length() - 1) : asked));
  }

  private static Stream<String> methods(@Nullable String restricted) {
    return restricted == null
        ? CHANGING.stream()
        : Arrays.stream(restricted.split(",")).map(String::strip).filter(CHANGING::contains);
  }
}
