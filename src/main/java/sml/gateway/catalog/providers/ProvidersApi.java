package sml.gateway.catalog.providers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.models.ModelStore;
import sml.gateway.catalog.models.SnapshotModelRegistry;

/** {@code GET /api/providers}: one card per provider. */
@Component("providersApi")
final class ProvidersApi {
  private static final Set<String> OWN_SOURCES = Set.of("seed", "manual", "simulated");

  private final ProviderStore entries;
  private final RotatingKeyring keyring;
  private final ModelStore models;
  private final SnapshotModelRegistry registry;

  /**
   * What a page shows of a provider.
   *
   * @param hasKey it can be asked with a key, its own or the one of its reseller
   * @param modelCount models of its list
   * @param quotaOwner the provider whose account it uses, itself where that is its own
   * @param limits what the operator set as the limits of its keys
   * @param availableCount chat models that can be used now
   */
  record ProviderCard(
      String provider,
      String label,
      String envVar,
      String homepage,
      String source,
      boolean freeTier,
      String access,
      boolean hasKey,
      boolean hasDbKey,
      boolean noKeyRequired,
      boolean enabled,
      int modelCount,
      int availableCount,
      String billing,
      String quotaOwner,
      ObjectNode limits,
      String status) {}

  ProvidersApi(
      ProviderStore entries,
      RotatingKeyring keyring,
      ModelStore models,
      SnapshotModelRegistry registry) {
    this.entries = entries;
    this.keyring = keyring;
    this.models = models;
    this.registry = registry;
  }

  /** Shipped and operator-added providers that are active; with {@code source=all} every one. */
  public List<ProviderCard> list(@Header("source") @Nullable String source) {
    boolean all = "all".equals(source);
    Map<String, Integer> known = models.counts();
    Map<String, Integer> offered = new HashMap<>();
    for (Model model : registry.models()) {
      if (model.chat()) {
        offered.merge(model.ref().provider(), 1, Integer::sum);
      }
    }
    return entries.all().stream()
        .filter(row -> all || (OWN_SOURCES.contains(row.source()) && row.status().equals("active")))
        .map(
            row ->
                card(row, known.getOrDefault(row.name(), 0), offered.getOrDefault(row.name(), 0)))
        .toList();
  }

  private ProviderCard card(ProviderRow row, int known, int offered) {
    boolean stored = !keyring.stored(row.name()).isEmpty();
    return new ProviderCard(
        row.name(),
        row.spec().label(),
        row.spec().envVar(),
        row.spec().homepage(),
        row.source(),
        registry.provider(row.name()).map(one -> one.access().free()).orElse(row.spec().freeTier()),
        registry.provider(row.name()).map(one -> one.access().word()).orElse(row.spec().access()),
        stored || keyring.opens(row.name()),
        stored,
        row.spec().needsNoKey(),
        row.enabled(),
        known,
        offered,
        row.spec().billing(),
        registry.owner(row.name()),
        LimitFields.write(row.limits()),
        status(row, known));
  }

  private String status(ProviderRow row, int known) {
    if (!row.on()) {
      return "disabled";
    }
    if (keyring.stored(row.name()).isEmpty() && !keyring.opens(row.name())) {
      return "no_key";
    }
    if (!registry.usable(row.name())) {
      return "error";
    }
    return known == 0 ? "no_models" : "active";
  }
}
