package sml.gateway.catalog.api;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.keys.RotatingKeyring;
import sml.gateway.catalog.models.ModelStore;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.EntryStore;
import sml.gateway.catalog.roster.LiveRoster;

/** {@code GET /api/providers}: one card per provider. */
@Component("providerList")
final class ProviderList {
  private static final Set<String> OWN_SOURCES = Set.of("seed", "manual", "simulated");

  private final EntryStore entries;
  private final RotatingKeyring keyring;
  private final ModelStore models;
  private final LiveRoster roster;

  /**
   * What a page shows of a provider.
   *
   * @param hasKey it can be asked with a key, its own or the one of its reseller
   * @param modelCount models of its list
   * @param availableCount chat models that can be used now
   */
  record ProviderCard(
      String provider,
      String label,
      String envVar,
      String homepage,
      String source,
      boolean freeTier,
      boolean hasKey,
      boolean hasDbKey,
      boolean noKeyRequired,
      boolean enabled,
      int modelCount,
      int availableCount,
      String billing,
      String status) {}

  ProviderList(EntryStore entries, RotatingKeyring keyring, ModelStore models, LiveRoster roster) {
    this.entries = entries;
    this.keyring = keyring;
    this.models = models;
    this.roster = roster;
  }

  /** Shipped and operator-added providers that are active; with {@code source=all} every one. */
  public List<ProviderCard> list(@Header("source") @Nullable String source) {
    boolean all = "all".equals(source);
    Map<String, Integer> known = models.counts();
    Map<String, Integer> offered = new HashMap<>();
    for (Model model : roster.models()) {
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

  private ProviderCard card(Entry row, int known, int offered) {
    boolean stored = !keyring.stored(row.name()).isEmpty();
    return new ProviderCard(
        row.name(),
        row.spec().label(),
        row.spec().envVar(),
        row.spec().homepage(),
        row.source(),
        row.spec().freeTier(),
        stored || keyring.opens(row.name()),
        stored,
        row.spec().needsNoKey(),
        row.enabled(),
        known,
        offered,
        row.spec().billing(),
        status(row, known));
  }

  private String status(Entry row, int known) {
    if (!row.on()) {
      return "disabled";
    }
    if (keyring.stored(row.name()).isEmpty() && !keyring.opens(row.name())) {
      return "no_key";
    }
    if (!roster.usable(row.name())) {
      return "error";
    }
    return known == 0 ? "no_models" : "active";
  }
}
