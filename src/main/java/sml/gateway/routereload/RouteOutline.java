package sml.gateway.routereload;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one file of routes declares and what it names.
 *
 * @param file its name
 * @param declared routes, templates and policies, in their order
 * @param mentions everything outside the file that it relies on
 */
record RouteOutline(String file, List<Declared> declared, List<Mention> mentions) {

  enum Kind {
    ROUTE,
    TEMPLATE,
    POLICY,
    OPERATIONS
  }

  /** One entry of the file; a route made from a template is a route. */
  record Declared(Kind kind, String id, int line) {}

  /** What a mention is about. */
  enum About {
    CONSUMED,
    CALLED,
    BEAN,
    TEMPLATE,
    POLICY
  }

  /** One name in the file, and its position. */
  record Mention(About about, String name, int line) {}

  Set<String> ids(Kind kind) {
    return declared.stream()
        .filter(each -> each.kind() == kind)
        .map(Declared::id)
        .collect(Collectors.toSet());
  }

  /** Where this route is declared; 0 when it is not. */
  int lineOf(String route) {
    return declared.stream()
        .filter(each -> each.kind() == Kind.ROUTE && each.id().equals(route))
        .mapToInt(Declared::line)
        .findFirst()
        .orElse(0);
  }

  boolean names(About about, Set<String> wanted) {
    return mentions.stream()
        .anyMatch(mention -> mention.about() == about && wanted.contains(mention.name()));
  }
}
