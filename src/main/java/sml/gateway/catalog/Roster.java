package sml.gateway.catalog;

import java.util.List;
import java.util.Optional;
import sml.gateway.chat.ModelRef;

/**
 * The providers and models that can be used now, as an immutable snapshot in memory that is renewed
 * aside whenever a key, a switch, a provider or a scan changes something.
 */
public interface Roster {

  /** Models of enabled providers that have a usable key or need none, in catalogue order. */
  List<Model> models();

  /** The usable model with this ref. */
  Optional<Model> model(ModelRef ref);

  /** The usable models that carry this bare id, in catalogue order. */
  List<Model> named(String bareId);

  /** Any provider of the catalogue, usable or not. */
  Optional<Provider> provider(String name);

  /** True when no provider at all has a key or is keyless and switched on. */
  boolean isEmpty();
}
