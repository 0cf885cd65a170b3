package sml.gateway.routereload;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.camel.support.PatternHelper;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import sml.gateway.routereload.RouteOutline.About;
import sml.gateway.routereload.RouteOutline.Declared;
import sml.gateway.routereload.RouteOutline.Kind;
import sml.gateway.routereload.RouteOutline.Mention;

/** Finds what Camel would report only at the first request: names that do not exist. */
final class RouteInspection {
  private static final Pattern BEAN = Pattern.compile("bean:([^?]+)(?:\\?method=(\\w+))?.*");

  private static final Pattern GAP = Pattern.compile("\\{\\{[^}]*}}");

  private final ApplicationContext beans;
  private final Predicate<String> schemes;

  /**
   * @param beans the beans that steps may name
   * @param schemes whether a component of this name can be had
   */
  RouteInspection(ApplicationContext beans, Predicate<String> schemes) {
    this.beans = beans;
    this.schemes = schemes;
  }

  /** Ends with the first defect found. */
  void require(RouteSet routeSet) throws RouteDefect.Found {
    var taken = new HashMap<Kind, Set<String>>();
    var consumed = new HashSet<String>();
    for (RouteOutline routeOutline : routeSet.outlines().values()) {
      requireUnique(routeOutline, taken);
      for (Mention mention : routeOutline.mentions()) {
        if (mention.about() == About.CONSUMED) {
          requireAlone(mention, routeOutline, consumed);
        }
      }
    }
    for (RouteOutline routeOutline : routeSet.outlines().values()) {
      for (Mention mention : routeOutline.mentions()) {
        String wrong = wrong(mention, taken, consumed);
        if (!wrong.isEmpty()) {
          throw new RouteDefect.Found(new RouteDefect(routeOutline.file(), mention.line(), wrong));
        }
      }
    }
  }

  private static void requireUnique(RouteOutline routeOutline, Map<Kind, Set<String>> taken)
      throws RouteDefect.Found {
    for (Declared one : routeOutline.declared()) {
      if (!taken.computeIfAbsent(one.kind(), kind -> new HashSet<>()).add(one.id())) {
        throw new RouteDefect.Found(
            new RouteDefect(
                routeOutline.file(), one.line(), "the id " + one.id() + " is used twice"));
      }
    }
  }

  /** Camel would give an operation either of two routes that take the same calls. */
  private static void requireAlone(Mention from, RouteOutline routeOutline, Set<String> consumed)
      throws RouteDefect.Found {
    String uri = withoutOptions(from.name());
    if (!consumed.add(uri) && uri.startsWith("direct:")) {
      throw new RouteDefect.Found(
          new RouteDefect(
              routeOutline.file(), from.line(), "another route takes " + uri + " already"));
    }
  }

  private String wrong(Mention mention, Map<Kind, Set<String>> taken, Set<String> consumed) {
    String name = mention.name();
    if (name.contains("{{") && name.indexOf(':') > name.indexOf("{{")) {
      return "";
    }
    return switch (mention.about()) {
      case CONSUMED -> wrongScheme(name);
      case CALLED -> wrongCall(name, consumed);
      case BEAN -> name.contains("{{") || beans.containsBean(name) ? "" : "no bean " + name;
      case TEMPLATE -> known(taken, Kind.TEMPLATE, name) ? "" : "no routeTemplate " + name;
      case POLICY -> known(taken, Kind.POLICY, name) ? "" : "no routeConfiguration " + name;
    };
  }

  private String wrongCall(String uri, Set<String> consumed) {
    if (uri.contains("{{") || uri.contains("${")) {
      return wrongScheme(uri);
    }
    if (uri.startsWith("direct:")) {
      return taken(withoutOptions(uri), consumed) ? "" : "no route takes " + uri;
    }
    var call = BEAN.matcher(uri);
    return call.matches() ? wrongBean(call.group(1), call.group(2)) : wrongScheme(uri);
  }

  /** A route made from a template consumes the URI of the template with any parameter values. */
  private static boolean taken(String uri, Set<String> consumed) {
    return consumed.contains(uri)
        || consumed.stream()
            .filter(from -> from.contains("{{"))
            .anyMatch(from -> uri.matches("\\Q" + GAP.matcher(from).replaceAll("\\\\E.+\\\\Q")));
  }

  private String wrongBean(String name, @Nullable String method) {
    Class<?> type = beans.containsBean(name) ? beans.getType(name) : null;
    if (type == null) {
      return "no bean " + name;
    }
    boolean has =
        method == null
            || Arrays.stream(type.getMethods()).anyMatch(each -> each.getName().equals(method));
    return has ? "" : "the bean %s has no public method %s".formatted(name, method);
  }

  private String wrongScheme(String uri) {
    String scheme = uri.substring(0, Math.max(0, uri.indexOf(':')));
    return schemes.test(scheme) ? "" : "no component " + scheme + " for " + uri;
  }

  private static boolean known(Map<Kind, Set<String>> taken, Kind kind, String pattern) {
    return taken.getOrDefault(kind, Set.of()).stream()
        .anyMatch(id -> PatternHelper.matchPattern(id, pattern));
  }

  private static String withoutOptions(String uri) {
    int options = uri.indexOf('?');
    return options < 0 ? uri : uri.substring(0, options);
  }
}
