package sml.gateway.routing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.ModelRef;

/** All models of all providers of the field; the small ones call no tools. */
final class FieldRegistry implements ModelRegistry {
  private final List<Model> models;

  FieldRegistry(Set<String> providers) {
    this.models =
        providers.stream()
            .sorted()
            .flatMap(name -> FieldProvider.models().stream().map(model -> model(name, model)))
            .toList();
  }

  private static Model model(String provider, String name) {
    int context = name.equals("s") ? 32_768 : name.equals("m") ? 131_072 : 200_000;
    return new Model(
        new ModelRef(provider, name),
        name,
        context,
        0,
        name.equals("s") ? Boolean.FALSE : null,
        null,
        null,
        false,
        false,
        0.4,
        Model.Kind.CHAT,
        name.equals("s") ? "medium" : "large",
        Instant.EPOCH);
  }

  @Override
  public List<Model> models() {
    return models;
  }

  @Override
  public Optional<Model> model(ModelRef ref) {
    return models.stream().filter(model -> model.ref().equals(ref)).findFirst();
  }

  @Override
  public List<Model> named(String bareId) {
    return List.of();
  }

  @Override
  public Optional<Provider> provider(String name) {
    return Optional.empty();
  }

  @Override
  public boolean isEmpty() {
    return models.isEmpty();
  }

  /** No model was examined. */
  static final class NoExams implements ExamScores {
    @Override
    public Report of(ModelRef ref) {
      return Report.UNTESTED;
    }

    @Override
    public Optional<ModelRef> head(Category category) {
      return Optional.empty();
    }
  }
}
