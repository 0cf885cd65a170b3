package sml.gateway.openapi;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.rest.RestEndpoint;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads the operations of the API from the routes that serve now. */
@Component("apiOperations")
final class ApiOperations {
  private static final Pattern ADDRESS = Pattern.compile("^([A-Z]+ )?/\\S+( of \\w+)? - ");
  private static final String VALIDATOR = "json-validator:";

  private final CamelContext camel;

  ApiOperations(CamelContext camel) {
    this.camel = camel;
  }

  /** All operations below {@code /v1} and {@code /api}, by path. */
  List<ApiOperation> all() {
    return camel.getRoutes().stream()
        .flatMap(this::operations)
        .filter(one -> one.template().startsWith("/v1/") || one.template().startsWith("/api/"))
        .sorted(Comparator.comparing(ApiOperation::template).thenComparing(ApiOperation::verb))
        .toList();
  }

  private Stream<ApiOperation> operations(Route route) {
    return switch (route.getEndpoint()) {
      case RestEndpoint rest ->
          Stream.of(operation(route, rest.getMethod(), path(rest), rest.getDescription()));
      case PlatformHttpEndpoint http -> {
        String path =
            http.isMatchOnUriPrefix()
                ? http.getPath().replaceFirst("/?$", "/{*id}")
                : http.getPath();
        yield verbs(http).map(verb -> operation(route, verb, path, route.getDescription()));
      }
      default -> Stream.of();
    };
  }

  /** A route without a restriction is there to refuse; reading is what would be asked of it. */
  private static Stream<String> verbs(PlatformHttpEndpoint http) {
    String restricted = http.getHttpMethodRestrict();
    return restricted == null ? Stream.of("get") : Stream.of(restricted.split(","));
  }

  private static String path(RestEndpoint rest) {
    String template = rest.getUriTemplate();
    String path = template == null ? rest.getPath() : rest.getPath() + "/" + template;
    return ("/" + path).replaceAll("/+", "/").replaceFirst("(?<=.)/$", "");
  }

  private ApiOperation operation(
      Route route, String verb, String path, @Nullable String description) {
    String text = description == null ? "" : ADDRESS.matcher(description).replaceFirst("");
    return new ApiOperation(
        route.getRouteId(),
        verb.strip().toLowerCase(Locale.ROOT),
        path,
        text.isEmpty() ? text : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1),
        bodySchema(route.getRouteId()));
  }

  private @Nullable String bodySchema(String routeId) {
    Model model = camel.getCamelContextExtension().getContextPlugin(Model.class);
    RouteDefinition definition = model == null ? null : model.getRouteDefinition(routeId);
    if (definition == null) {
      return null;
    }
    return ProcessorDefinitionHelper.filterTypeInOutputs(
            definition.getOutputs(), ToDefinition.class)
        .stream()
        .map(ToDefinition::getUri)
        .filter(uri -> uri.startsWith(VALIDATOR))
        .map(uri -> uri.substring(VALIDATOR.length()))
        .findFirst()
        .orElse(null);
  }
}
