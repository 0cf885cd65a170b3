package sml.gateway.openapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.Yaml;

/** The operations below {@code /v1} and {@code /api} as the files of the routes declare them. */
final class DeclaredOperations {
  private static final List<String> VERBS = List.of("get", "post", "put", "patch", "delete");

  private final Map<String, String> templatePaths = new HashMap<>();
  private final List<Declared> found = new ArrayList<>();

  /** An operation; {@code mayEndEarly} when the end of its path may be missing. */
  record Declared(String verb, String path, boolean mayEndEarly) {}

  private DeclaredOperations() {}

  static List<Declared> of(Path folder) throws IOException {
    var all = new DeclaredOperations();
    try (var files = Files.list(folder)) {
      for (Path file : files.filter(one -> one.toString().endsWith(".camel.yaml")).toList()) {
        List<Map<?, ?>> entries = new Yaml().load(Files.readString(file));
        entries.forEach(all::read);
      }
    }
    return all.found.stream()
        .filter(one -> one.path().startsWith("/v1/") || one.path().startsWith("/api/"))
        .toList();
  }

  private void read(Map<?, ?> entry) {
    if (entry.get("rest") instanceof Map<?, ?> rest) {
      for (String verb : VERBS) {
        if (rest.get(verb) instanceof List<?> operations) {
          operations.forEach(one -> add(verb, text(rest) + text((Map<?, ?>) one)));
        }
      }
    } else if (entry.get("route") instanceof Map<?, ?> route) {
      consumer(route);
    } else if (entry.get("routeTemplate") instanceof Map<?, ?> template
        && template.get("route") instanceof Map<?, ?> route) {
      templatePaths.put(String.valueOf(template.get("id")), verbs(route));
    } else if (entry.get("templatedRoute") instanceof Map<?, ?> made) {
      made(made);
    }
  }

  private void made(Map<?, ?> made) {
    String verbs = templatePaths.getOrDefault(String.valueOf(made.get("routeTemplateRef")), "");
    List<?> parameters = made.get("parameters") instanceof List<?> list ? list : List.of();
    for (Object each : parameters) {
      var parameter = (Map<?, ?>) each;
      if ("path".equals(parameter.get("name")) && !verbs.isEmpty()) {
        add(verbs, String.valueOf(parameter.get("value")));
      }
    }
  }

  private void consumer(Map<?, ?> route) {
    Map<?, ?> from = from(route);
    String uri = String.valueOf(from.get("uri"));
    if (uri.startsWith("platform-http:")) {
      String verbs = verbs(route);
      String path = uri.substring("platform-http:".length());
      if (verbs.isEmpty()) {
        add("get", path.replaceFirst("/?$", "/{*id}"));
      } else {
        for (String verb : verbs.split(",")) {
          add(verb, path);
        }
      }
    }
  }

  private static Map<?, ?> from(Map<?, ?> route) {
    return route.get("from") instanceof Map<?, ?> from ? from : Map.of();
  }

  private static String verbs(Map<?, ?> route) {
    return from(route).get("parameters") instanceof Map<?, ?> parameters
            && parameters.get("httpMethodRestrict") instanceof String verbs
        ? verbs.toLowerCase(Locale.ROOT)
        : "";
  }

  private void add(String verb, String path) {
    found.add(new Declared(verb, path.replace("{*", "{"), path.contains("{*")));
  }

  private static String text(Map<?, ?> entry) {
    return entry.get("path") instanceof String path ? path : "";
  }
}
