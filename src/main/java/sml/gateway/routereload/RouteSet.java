package sml.gateway.routereload;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;
import sml.gateway.routereload.RouteOutline.About;
import sml.gateway.routereload.RouteOutline.Kind;

/**
 * All files of the folder at one instant.
 *
 * @param texts content by file name
 * @param outlines what each file declares
 */
record RouteSet(SortedMap<String, String> texts, Map<String, RouteOutline> outlines) {

  /** Reads the outline of every file; the first one that cannot be read ends it. */
  static RouteSet of(SortedMap<String, String> texts) throws RouteDefect.Found {
    var outlines = new TreeMap<String, RouteOutline>();
    for (var file : texts.entrySet()) {
      outlines.put(file.getKey(), RouteOutlineReader.read(file.getKey(), file.getValue()));
    }
    return new RouteSet(texts, outlines);
  }

  static RouteSet empty() {
    return new RouteSet(new TreeMap<>(), Map.of());
  }

  /** Names of files that this folder and that one do not hold with the same text. */
  static Set<String> edited(Map<String, String> one, Map<String, String> other) {
    var names = new TreeSet<>(one.keySet());
    names.addAll(other.keySet());
    names.removeIf(name -> one.containsKey(name) && one.get(name).equals(other.get(name)));
    return names;
  }

  Set<String> ids(Collection<String> files, Kind kind) {
    return outlines.values().stream()
        .filter(routeOutline -> files.contains(routeOutline.file()))
        .flatMap(routeOutline -> routeOutline.ids(kind).stream())
        .collect(Collectors.toSet());
  }

  /** Files whose routes have to be created anew when the next route set replaces this one. */
  Set<String> affectedBy(RouteSet next) {
    var changed = edited(texts, next.texts);
    changed.removeIf(file -> means(texts.get(file)).equals(means(next.texts.get(file))));
    var templates = both(next, changed, Kind.TEMPLATE);
    var policies = both(next, changed, Kind.POLICY);
    var affected = new TreeSet<>(changed);
    for (RouteOutline routeOutline : next.outlines.values()) {
      if (routeOutline.names(About.TEMPLATE, templates)
          || routeOutline.names(About.POLICY, policies)) {
        affected.add(routeOutline.file());
      }
    }
    return affected;
  }

  private Set<String> both(RouteSet next, Set<String> files, Kind kind) {
    var ids = new HashSet<>(ids(files, kind));
    ids.addAll(next.ids(files, kind));
    return ids;
  }

  /** Comments and blanks make no difference; a missing file does. */
  private static Object means(@Nullable String text) {
    if (text == null) {
      return Void.TYPE;
    }
    try {
      Object content = new Yaml().load(text);
      return content == null ? "" : content;
    } catch (YAMLException unreadable) {
      return text;
    }
  }
}
