package sml.gateway.catalog.models;

import java.util.List;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.providers.ProviderSpec;

/**
 * Which models of a provider's list are offered.
 *
 * @param only only those that cost nothing
 * @param patterns ids that cost nothing, a star for any text; with {@code !} before it, ids that
 *     are never offered
 */
record FreeModels(boolean only, List<String> patterns) {
  /** Everything on the list. */
  static final FreeModels ALL = new FreeModels(false, List.of());

  /** What the list itself shows to cost nothing. */
  static final FreeModels SHOWN = new FreeModels(true, List.of());

  static FreeModels of(ProviderSpec spec) {
    return new FreeModels(spec.modelsFilter().equals("free"), spec.freeModels());
  }

  /** Whether a model is offered; {@code shown} says that the list shows it to cost nothing. */
  boolean offers(String id, boolean shown) {
    boolean free = !only || shown;
    for (String pattern : patterns) {
      if (pattern.startsWith("!")) {
        if (Model.fits(pattern.substring(1), id)) {
          return false;
        }
      } else {
        free |= Model.fits(pattern, id);
      }
    }
    return free;
  }
}
