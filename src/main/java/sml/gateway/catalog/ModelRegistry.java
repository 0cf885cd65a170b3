package sml.gateway.catalog;

import java.util.List;
import java.util.Optional;
import sml.gateway.chat.ModelRef;

/**
 * The providers and models that can be used now, as an immutable snapshot in memory that is renewed
 * in the background whenever a key, a switch, a provider or a scan changes something.
 */
public interface ModelRegistry {

  /** Models of enabled providers that have a usable key or need none, in catalogue order. */
  List<Model> models();

  /**
   * The models among {@link #models()} that the gateway may ask of its own accord, since they cost
   * nothing or the operator lets it spend their provider's credit.
   */
  default List<Model> choosable() {
    return models().stream().filter(model -> mayBeChosen(model.ref().provider())).toList();
  }

  /** False when the gateway asks the provider only where a request names a model of it. */
  default boolean mayBeChosen(String provider) {
    return provider(provider).map(Provider::mayBeChosen).orElse(true);
  }

  /** The models of one kind among {@link #models()}, in the same order. */
  default List<Model> models(Model.Kind kind) {
    return models().stream().filter(model -> model.kind() == kind).toList();
  }

  /** The usable model with this ref. */
  Optional<Model> model(ModelRef ref);

  /** The usable models that carry this bare id, in catalogue order. */
  List<Model> named(String bareId);

  /** Any provider of the catalogue, usable or not. */
  Optional<Provider> provider(String name);

  /** The provider whose account a request to this one uses. */
  default String owner(String provider) {
    return provider(provider).map(Provider::owner).orElse(provider);
  }

  /**
   * True when the provider's own list, as it was read last, has the model; false also where its
   * models are known without a list.
   */
  default boolean lists(ModelRef ref) {
    return false;
  }

  /** Why a provider that is known cannot be asked, where there is more to say than "no key". */
  default Optional<String> trouble(String provider) {
    return Optional.empty();
  }

  /** True when no provider at all has a key or is keyless and switched on. */
  boolean isEmpty();
}
