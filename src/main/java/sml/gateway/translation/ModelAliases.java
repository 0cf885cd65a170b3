package sml.gateway.translation;

import java.util.List;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.ModelRef;

/** The table of model names that clients have built in. */
@Component
final class ModelAliases {
  private final List<ModelAlias> table;
  private final ModelRegistry registry;

  ModelAliases(TranslationSettings settings, ModelRegistry registry) {
    this.table = settings.modelAliases().stream().map(ModelAlias::parse).toList();
    this.registry = registry;
  }

  /** One entry; {@code name} without its star when it is a beginning of names. */
  private record ModelAlias(String name, boolean prefix, String model) {
    static ModelAlias parse(String entry) {
      int equals = entry.indexOf('=');
      String name = equals < 0 ? "" : entry.substring(0, equals).strip();
      String model = entry.substring(equals + 1).strip();
      if (name.isEmpty() || model.isEmpty()) {
        throw new IllegalArgumentException(
            "sml.translation.model-aliases: `%s` is not of the form name=model".formatted(entry));
      }
      boolean prefix = name.endsWith("*");
      return new ModelAlias(prefix ? name.substring(0, name.length() - 1) : name, prefix, model);
    }

    boolean matches(String asked) {
      return prefix ? asked.startsWith(name) : asked.equals(name);
    }
  }

  /** The model that a name stands for; the name itself when the table has nothing for it. */
  String resolve(String asked) {
    for (ModelAlias alias : table) {
      if (alias.matches(asked) && !(alias.prefix() && isOffered(asked))) {
        return alias.model();
      }
    }
    return asked;
  }

  private boolean isOffered(String id) {
    return !registry.named(id).isEmpty() || ModelRef.parse(id).flatMap(registry::model).isPresent();
  }
}
