package sml.gateway.catalog.models;

import java.util.List;
import java.util.Locale;
import sml.gateway.catalog.providers.ProviderSpec;

/**
 * Which models of a provider's list are offered.
 *
 * @param only only those that cost nothing
 * @param patterns lower-case ids that cost nothing, a star for any text; with {@code !} before it,
 *     ids that are never offered
 */
record FreeModels(boolean only, List<String> patterns) {
  /** Everything on the list. */
  static final FreeModels ALL = new FreeModels(false, List.of());

  /** What the list itself shows to cost nothing. */
  static final FreeModels SHOWN = new FreeModels(true, List.of());

  FreeModels {
    patterns = patterns.stream().map(pattern -> pattern.toLowerCase(Locale.ROOT)).toList();
  }

  static FreeModels of(ProviderSpec spec) {
    return new FreeModels(spec.modelsFilter().equals("free"), spec.freeModels());
  }

  /** Whether a model is offered; {@code shown} says that the list shows it to cost nothing. */
  boolean offers(String id, boolean shown) {
    String lower = id.toLowerCase(Locale.ROOT);
    boolean free = !only || shown;
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        if (fits(pattern.substring(1), lower)) {
          return false;
        }
      } else {
        free |= fits(pattern, lower);
      }
    }
    return free;
  }

  /** Whether the text has the parts of the pattern in their order; no backtracking is needed. */
  private static boolean fits(String pattern, String text) {
    String[] parts = pattern.split("\\*", -1);
    if (parts.length == 1) {
      return text.equals(pattern);
    }
    String last = parts[parts.length - 1];
    if (!text.startsWith(parts[0]) || !text.endsWith(last)) {
      return false;
    }
    int at = parts[0].length();
    for (int part = 1; part < parts.length - 1; part++) {
      int found = text.indexOf(parts[part], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[part].length();
    }
    return at <= text.length() - last.length();
  }
}
