package sml.gateway.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A path as a route declares it. <code>{name}</code> stands for one segment, <code>/{*name}</code>
 * at the end for the rest with its slashes, which may be missing, as in Spring's PathPattern.
 *
 * @param text the path as declared, with a slash in front
 * @param pattern the paths that match, a group for each name
 */
record PathTemplate(String text, Pattern pattern, List<String> names) {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}|/\\{\\*(\\w+)}$");

  static PathTemplate of(String path) {
    String text = path.startsWith("/") ? path : "/" + path;
    var names = new ArrayList<String>();
    var pattern = new StringBuilder();
    Matcher parameter = PARAMETER.matcher(text);
    int end = 0;
    while (parameter.find()) {
      pattern.append(Pattern.quote(text.substring(end, parameter.start())));
      String segment = parameter.group(1);
      pattern.append(segment == null ? "(?:/(.*))?" : "([^/]+)");
      names.add(segment == null ? parameter.group(2) : segment);
      end = parameter.end();
    }
    pattern.append(Pattern.quote(text.substring(end)));
    return new PathTemplate(text, Pattern.compile(pattern.toString(), Pattern.DOTALL), names);
  }

  boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  /** Length of what comes before the first parameter; the more there is, the closer the match. */
  int literalLength() {
    int first = text.indexOf('{');
    return first < 0 ? text.length() : first;
  }

  /** The values of a path by name; none when it does not match. */
  Map<String, String> parameters(String path) {
    var values = new LinkedHashMap<String, String>();
    Matcher given = pattern.matcher(path);
    if (!names.isEmpty() && given.matches()) {
      for (String name : names) {
        String value = given.group(values.size() + 1);
        values.put(name, value == null ? "" : value);
      }
    }
    return values;
  }
}
