package sml.gateway.dashboard;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a page, as it marks them: {@code data-source} says which answer of the API they
 * are from (after {@code #} where in it), {@code data-row} which entry of a list there, {@code
 * data-figure} which member, and {@code data-value} what the page makes its text of.
 */
record ShownFigures(List<Shown> all) {
  private static final Pattern TAG =
      Pattern.compile("<(/?)(\\w+)((?:\\s+[\\w:-]+(?:=\"[^\"]*\")?)*)\\s*(/?)>");
  private static final Pattern ATTRIBUTE = Pattern.compile("([\\w:-]+)(?:=\"([^\"]*)\")?");
  private static final Set<String> VOID = Set.of("meta", "link", "input", "img", "br", "hr");

  /** One figure; {@code value} is null when it is not known. */
  record Shown(String source, String row, String figure, @Nullable String value, String text) {}

  private record Element(String name, Map<String, String> attributes, int textFrom) {}

  static ShownFigures of(String html) {
    List<Shown> found = new ArrayList<>();
    Deque<Element> open = new ArrayDeque<>();
    var tag = TAG.matcher(html);
    while (tag.find()) {
      String name = tag.group(2);
      if (!tag.group(1).isEmpty()) {
        Element closed = open.pop();
        if (!closed.name().equals(name)) {
          throw new AssertionError("<" + closed.name() + "> is closed by </" + name + ">");
        }
        if (closed.attributes().containsKey("data-figure")) {
          found.add(shown(closed, open, html.substring(closed.textFrom(), tag.start())));
        }
      } else if (tag.group(4).isEmpty() && !VOID.contains(name)) {
        open.push(new Element(name, attributes(tag.group(3)), tag.end()));
      }
    }
    return new ShownFigures(found);
  }

  private static Map<String, String> attributes(String text) {
    Map<String, String> attributes = new HashMap<>();
    var attribute = ATTRIBUTE.matcher(text);
    while (attribute.find()) {
      String value = attribute.group(2);
      attributes.put(attribute.group(1), value == null ? "" : plain(value));
    }
    return attributes;
  }

  private static Shown shown(Element element, Deque<Element> around, String html) {
    String text = plain(html.replaceAll("<[^>]*>", "")).strip();
    return new Shown(
        nearest(element, around, "data-source"),
        nearest(element, around, "data-row"),
        element.attributes().getOrDefault("data-figure", ""),
        element.attributes().get("data-value"),
        text);
  }

  private static String nearest(Element element, Deque<Element> around, String name) {
    String own = element.attributes().get(name);
    if (own != null) {
      return own;
    }
    for (Element outer : around) {
      String value = outer.attributes().get(name);
      if (value != null) {
        return value;
      }
    }
    return "";
  }

  private static String plain(String html) {
    return html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
