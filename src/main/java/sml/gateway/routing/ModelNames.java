package sml.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.ModelRef;

/**
 * Resolves the ids clients use: {@code provider/model} first, else a bare id over all providers.
 */
@Component
final class ModelNames {
  private final ModelRegistry registry;

  ModelNames(ModelRegistry registry) {
    this.registry = registry;
  }

  /**
   * The models an id names: one of a provider, or every one that carries it as its bare id.
   *
   * @throws NotFound when no provider lists it
   * @throws NoModelFits when its provider is known but cannot be used
   */
  List<Model> resolve(String id) {
    var exact = ModelRef.parse(id).flatMap(registry::model);
    if (exact.isPresent()) {
      return List.of(exact.get());
    }
    List<Model> bare = registry.named(id);
    if (!bare.isEmpty()) {
      List<Model> free =
          bare.stream().filter(model -> registry.mayBeChosen(model.ref().provider())).toList();
      return free.isEmpty() ? bare : free;
    }
    int slash = id.indexOf('/');
    if (slash > 0 && isUnusable(id.substring(0, slash))) {
      throw new NoModelFits(
          trouble(id)
              .orElseGet(
                  () ->
                      "Provider `%s` has no usable key or no models; add a key with POST /api/setup."
                          .formatted(id.substring(0, slash))),
          null);
    }
    throw NotFound.model(id);
  }

  /**
   * The models of a chain.
   *
   * @param models those of each id that names any, in order
   * @param skipped for each other id, why it is left out
   */
  record Chain(List<List<Model>> models, List<String> skipped) {}

  /**
   * Resolves a chain, without the ids that name no model that can be asked.
   *
   * @throws NotFound when no provider lists any of them
   * @throws NoModelFits when none can be asked, and a provider of one is known
   */
  Chain resolve(List<String> ids) {
    List<List<Model>> models = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    NoModelFits unusable = null;
    for (String id : ids) {
      try {
        models.add(resolve(id));
      } catch (NotFound unknown) {
        skipped.add("skipped `" + id + "`: no provider lists it");
      } catch (NoModelFits noKey) {
        skipped.add("skipped `" + id + "`: " + noKey.getMessage());
        unusable = unusable == null ? noKey : unusable;
      }
    }
    if (!models.isEmpty()) {
      return new Chain(models, skipped);
    }
    throw unusable != null ? unusable : NotFound.models(ids);
  }

  /** Why the provider that this id names cannot be asked, where more is known than "no key". */
  Optional<String> trouble(String id) {
    String provider = id.substring(0, Math.max(0, id.indexOf('/')));
    return registry
        .trouble(provider)
        .map(why -> "Provider `%s` %s; add one with POST /api/setup.".formatted(provider, why));
  }

  private boolean isUnusable(String provider) {
    return registry.provider(provider).isPresent()
        && registry.models().stream().noneMatch(model -> model.ref().provider().equals(provider));
  }
}
