package sml.gateway.catalog.models;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.providers.RotatingKeyring;
import sml.gateway.chat.ComponentHealth;

/** Reports how many providers are known, have a key and can be asked. */
@Component
final class ProviderHealth implements ComponentHealth {
  private final SnapshotModelRegistry registry;
  private final RotatingKeyring keyring;

  ProviderHealth(SnapshotModelRegistry registry, RotatingKeyring keyring) {
    this.registry = registry;
    this.keyring = keyring;
  }

  @Override
  public String name() {
    return "providers";
  }

  @Override
  public Reading read() {
    long models = registry.models().stream().filter(Model::chat).count();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("total", registry.knownProviders());
    facts.put("available", registry.usableProviders());
    facts.put("withKey", keyring.keyedProviders());
    facts.put("models", models);
    return new Reading(facts, alert(models));
  }

  private @Nullable String alert(long models) {
    if (registry.usableProviders() == 0) {
      return "no provider has a key yet";
    }
    return models == 0 ? "no provider lists a chat model" : null;
  }
}
