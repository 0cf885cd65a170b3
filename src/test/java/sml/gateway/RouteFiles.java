package sml.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;

/** Reads the routes as plain data, without Camel. */
final class RouteFiles {
  static final Path FOLDER = Path.of("routes");

  private RouteFiles() {}

  /** One route or route template. */
  record Route(Path file, String id, Map<?, ?> body) {
    String text(String key) {
      return body.get(key) instanceof String text ? text : "";
    }

    /** The address it takes its exchanges from. */
    String from() {
      return String.valueOf(inner(body, "from").get("uri"));
    }
  }

  /** One line under {@code rest}. */
  record Operation(Path file, String verb, String path, Map<?, ?> line) {
    String text(String key) {
      return line.get(key) instanceof String text ? text : "";
    }
  }

  /** One step: its kind ("to", "filter" …), its content and how many blocks are around it. */
  record Step(String kind, Map<?, ?> content, int depth) {
    @Nullable Object get(String key) {
      return content.get(key);
    }
  }

  static List<Path> files() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".camel.yaml")).sorted().toList();
    }
  }

  /** What the files declare under this name: "route", "routeTemplate", "routeConfiguration" … */
  static List<Map<?, ?>> declared(Path file, String kind) {
    try (var text = Files.newBufferedReader(file)) {
      List<Map<?, ?>> entries = new Yaml().load(text);
      return entries.stream()
          .filter(entry -> entry.containsKey(kind))
          .<Map<?, ?>>map(entry -> (Map<?, ?>) entry.get(kind))
          .toList();
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
  }

  static List<Map<?, ?>> declared(String kind) throws IOException {
    return files().stream().flatMap(file -> declared(file, kind).stream()).toList();
  }

  static List<Route> routes() throws IOException {
    return files().stream().flatMap(RouteFiles::routesOf).toList();
  }

  private static Stream<Route> routesOf(Path file) {
    var plain = declared(file, "route").stream().map(route -> new Route(file, id(route), route));
    var templates =
        declared(file, "routeTemplate").stream()
            .map(template -> new Route(file, id(template), inner(template, "route")));
    return Stream.concat(plain, templates);
  }

  static List<Operation> operations() throws IOException {
    return files().stream().flatMap(RouteFiles::operationsOf).toList();
  }

  private static Stream<Operation> operationsOf(Path file) {
    var found = new ArrayList<Operation>();
    for (Map<?, ?> rest : declared(file, "rest")) {
      for (String verb : List.of("get", "post", "put", "patch", "delete")) {
        if (rest.get(verb) instanceof List<?> lines) {
          for (Object line : lines) {
            var operation = (Map<?, ?>) line;
            String path = operation.get("path") instanceof String text ? text : "";
            String base = rest.get("path") instanceof String text ? text : "";
            found.add(new Operation(file, verb, base + path, operation));
          }
        }
      }
    }
    return found.stream();
  }

  /** Every step of a route or of an error policy, inner ones included. */
  static List<Step> steps(Object body) {
    var found = new ArrayList<Step>();
    collect(body, 0, found);
    return found;
  }

  private static void collect(@Nullable Object node, int depth, List<Step> found) {
    if (node instanceof List<?> list) {
      list.forEach(item -> collect(item, depth, found));
    } else if (node instanceof Map<?, ?> map) {
      map.forEach((key, value) -> collectValue(key, value, depth, found));
    }
  }

  private static void collectValue(Object key, Object value, int depth, List<Step> found) {
    if (!key.equals("steps")) {
      collect(value, depth, found);
      return;
    }
    for (var item : (List<?>) value) {
      ((Map<?, ?>) item)
          .forEach(
              (kind, content) -> {
                var body = content instanceof Map<?, ?> map ? map : Map.of("text", content);
                found.add(new Step(kind.toString(), body, depth));
                collect(body, depth + 1, found);
              });
    }
  }

  private static Map<?, ?> inner(Map<?, ?> entry, String key) {
    return entry.get(key) instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String id(Map<?, ?> entry) {
    return entry.get("id") instanceof String id ? id : "";
  }
}
