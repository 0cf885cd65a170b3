package sml.gateway.routereload;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import sml.gateway.routereload.RouteOutline.About;
import sml.gateway.routereload.RouteOutline.Declared;
import sml.gateway.routereload.RouteOutline.Kind;
import sml.gateway.routereload.RouteOutline.Mention;

/** Reads the outline of one file, with line numbers, without Camel. */
final class RouteOutlineReader {
  private static final Map<String, Kind> KINDS =
      Map.of(
          "route", Kind.ROUTE,
          "templatedRoute", Kind.ROUTE,
          "routeTemplate", Kind.TEMPLATE,
          "routeConfiguration", Kind.POLICY,
          "rest", Kind.OPERATIONS);
  private static final Set<String> CALLS = Set.of("uri", "to", "wireTap", "enrich", "pollEnrich");
  // what a template is to call
  private static final Pattern GIVEN = Pattern.compile("(bean|direct):.+");
  private static final Set<String> BEANS =
      Set.of("aggregationStrategy", "executorService", "onPrepare");

  private final String file;
  private final List<Declared> declared = new ArrayList<>();
  private final List<Mention> mentions = new ArrayList<>();

  private RouteOutlineReader(String file) {
    this.file = file;
  }

  /** Reads a file; an empty one declares nothing. */
  static RouteOutline read(String file, String text) throws RouteDefect.Found {
    var reader = new RouteOutlineReader(file);
    reader.readAll(parse(file, text));
    return new RouteOutline(file, reader.declared, reader.mentions);
  }

  private static @Nullable Node parse(String file, String text) throws RouteDefect.Found {
    try {
      return new Yaml(new LoaderOptions()).compose(new StringReader(text));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1;
      throw new RouteDefect.Found(new RouteDefect(file, line, "not YAML: " + e.getProblem()));
    } catch (YAMLException e) {
      throw new RouteDefect.Found(new RouteDefect(file, 0, "not YAML: " + e.getMessage()));
    }
  }

  private void readAll(@Nullable Node root) throws RouteDefect.Found {
    if (root == null) {
      return;
    }
    if (!(root instanceof SequenceNode list)) {
      throw defect(root, "a list of routes is expected");
    }
    for (Node entry : list.getValue()) {
      if (!(entry instanceof MappingNode map)
          || map.getValue().size() != 1
          || !(map.getValue().getFirst().getValueNode() instanceof MappingNode body)) {
        throw defect(entry, "one of " + KINDS.keySet() + " is expected");
      }
      readEntry(map.getValue().getFirst().getKeyNode(), body);
    }
  }

  private void readEntry(Node key, MappingNode body) throws RouteDefect.Found {
    String name = text(key);
    Kind kind = KINDS.get(name);
    if (kind == null) {
      throw defect(key, "unknown kind " + name + "; known are " + KINDS.keySet());
    }
    Node id = value(body, name.equals("templatedRoute") ? "routeId" : "id");
    if (id == null || text(id).isBlank()) {
      throw defect(key, "this " + name + " has no id");
    }
    declared.add(new Declared(kind, text(id), line(id)));
    walk(body, false);
  }

  private void walk(Node node, boolean from) {
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(item -> walk(item, false));
    } else if (node instanceof MappingNode map) {
      for (NodeTuple pair : map.getValue()) {
        if (pair.getValueNode() instanceof ScalarNode scalar) {
          mention(map, text(pair.getKeyNode()), scalar, from);
        } else {
          walk(pair.getValueNode(), text(pair.getKeyNode()).equals("from"));
        }
      }
    }
  }

  private void mention(MappingNode around, String key, ScalarNode node, boolean from) {
    String name = node.getValue().strip();
    if (key.equals("from") || (key.equals("uri") && from)) {
      add(About.CONSUMED, name, node);
    } else if (CALLS.contains(key) && name.indexOf(':') > 0) {
      add(About.CALLED, withMethod(name, around), node);
    } else if (key.equals("value") && GIVEN.matcher(name).matches()) {
      add(About.CALLED, name, node);
    } else if (key.equals("routeTemplateRef")) {
      add(About.TEMPLATE, name, node);
    } else if (key.equals("routeConfigurationId")) {
      List.of(name.split(",")).forEach(policy -> add(About.POLICY, policy.strip(), node));
    } else if (BEANS.contains(key)) {
      add(About.BEAN, name.replaceFirst("^#(bean:)?", ""), node);
    }
  }

  /** A method may also be given as a parameter of its own. */
  private static String withMethod(String uri, MappingNode around) {
    if (uri.startsWith("bean:")
        && uri.indexOf('?') < 0
        && value(around, "parameters") instanceof MappingNode parameters
        && value(parameters, "method") instanceof ScalarNode method) {
      return uri + "?method=" + method.getValue();
    }
    return uri;
  }

  private void add(About about, String name, Node node) {
    mentions.add(new Mention(about, name, line(node)));
  }

  private RouteDefect.Found defect(Node node, String reason) {
    return new RouteDefect.Found(new RouteDefect(file, line(node), reason));
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  private static String text(Node node) {
    return node instanceof ScalarNode scalar ? scalar.getValue() : "";
  }

  private static @Nullable Node value(MappingNode map, String key) {
    for (NodeTuple pair : map.getValue()) {
      if (text(pair.getKeyNode()).equals(key)) {
        return pair.getValueNode();
      }
    }
    return null;
  }
}
