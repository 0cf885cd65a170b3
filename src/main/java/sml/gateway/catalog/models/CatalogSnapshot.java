package sml.gateway.catalog.models;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.ModelRef;

/** The catalogue at one moment; every question is one look into a map. */
final class CatalogSnapshot implements ModelRegistry {
  static final CatalogSnapshot EMPTY = new CatalogSnapshot(List.of(), Set.of(), List.of());

  private final Map<String, Provider> providers = new LinkedHashMap<>();
  private final boolean empty;
  private final List<Model> models;
  private final Map<ModelRef, Model> byRef = new HashMap<>();
  private final Map<String, List<Model>> byId = new HashMap<>();

  /**
   * @param providers all of them, in catalogue order
   * @param usable the names of those that can be asked
   * @param listed the models that may be offered, of any provider
   */
  CatalogSnapshot(List<Provider> providers, Set<String> usable, List<Model> listed) {
    Map<String, List<Model>> byProvider = new HashMap<>();
    for (Model model : listed) {
      byProvider.computeIfAbsent(model.ref().provider(), name -> new ArrayList<>()).add(model);
    }
    List<Model> all = new ArrayList<>();
    for (Provider provider : providers) {
      this.providers.put(provider.name(), provider);
      if (usable.contains(provider.name())) {
        all.addAll(byProvider.getOrDefault(provider.name(), List.of()));
      }
    }
    for (Model model : all) {
      byRef.put(model.ref(), model);
      byId.computeIfAbsent(model.ref().model(), id -> new ArrayList<>()).add(model);
    }
    byId.replaceAll((id, same) -> List.copyOf(same));
    models = List.copyOf(all);
    empty = usable.isEmpty();
  }

  int knownProviders() {
    return providers.size();
  }

  @Override
  public List<Model> models() {
    return models;
  }

  @Override
  public Optional<Model> model(ModelRef ref) {
    return Optional.ofNullable(byRef.get(ref));
  }

  @Override
  public List<Model> named(String bareId) {
    return byId.getOrDefault(bareId, List.of());
  }

  @Override
  public Optional<Provider> provider(String name) {
    return Optional.ofNullable(providers.get(name));
  }

  @Override
  public boolean isEmpty() {
    return empty;
  }
}
