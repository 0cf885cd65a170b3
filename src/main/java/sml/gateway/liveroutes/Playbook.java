package sml.gateway.liveroutes;

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
import sml.gateway.liveroutes.Outline.About;
import sml.gateway.liveroutes.Outline.Kind;

/**
 * All files of the folder at one instant.
 *
 * @param texts content by file name
 * @param outlines what each file declares
 */
record Playbook(SortedMap<String, String> texts, Map<String, Outline> outlines) {

  /** Reads the outline of every file; the first one that cannot be read ends it. */
  static Playbook of(SortedMap<String, String> texts) throws Defect.Found {
    var outlines = new TreeMap<String, Outline>();
    for (var file : texts.entrySet()) {
      outlines.put(file.getKey(), OutlineReader.read(file.getKey(), file.getValue()));
    }
    return new Playbook(texts, outlines);
  }

  static Playbook empty() {
    return new Playbook(new TreeMap<>(), Map.of());
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
        .filter(outline -> files.contains(outline.file()))
        .flatMap(outline -> outline.ids(kind).stream())
        .collect(Collectors.toSet());
  }

  /** Files whose routes have to be made anew when the next playbook replaces this one. */
  Set<String> affectedBy(Playbook next) {
    var changed = edited(texts, next.texts);
    changed.removeIf(file -> means(texts.get(file)).equals(means(next.texts.get(file))));
    var templates = both(next, changed, Kind.TEMPLATE);
    var policies = both(next, changed, Kind.POLICY);
    var affected = new TreeSet<>(changed);
    for (Outline outline : next.outlines.values()) {
      if (outline.names(About.TEMPLATE, templates) || outline.names(About.POLICY, policies)) {
        affected.add(outline.file());
      }
    }
    return affected;
  }

  private Set<String> both(Playbook next, Set<String> files, Kind kind) {
    var ids = new HashSet<>(ids(files, kind));
    ids.addAll(next.ids(files, kind));
    return ids;
  }

  /** Comments and blanks mean nothing; a missing file means something of its own. */
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
