package sml.gateway.modelhealth;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.modelhealth.quotas.QuotaAccounts;
import sml.gateway.modelhealth.quotas.QuotaLedger;
import sml.gateway.modelhealth.quotas.QuotaNumber;
import sml.gateway.modelhealth.quotas.known.DocumentedQuotas;
import sml.gateway.modelhealth.quotas.known.DocumentedQuotas.Documented;
import sml.gateway.modelhealth.quotas.known.PresetQuotas;

/**
 * Shows the quotas that were learned from headers and refusals, newest first, and those that are
 * documented or set by the operator, which count until more is known.
 */
@Component("providerLimitsApi")
class ProviderLimitsApi {
  private final ModelHealthState state;
  private final ModelRegistry registry;
  private final PresetQuotas presets;

  ProviderLimitsApi(
      ModelHealthState state,
      ModelRegistry registry,
      DocumentedQuotas documented,
      QuotaAccounts accounts) {
    this.state = state;
    this.registry = registry;
    this.presets = new PresetQuotas(documented, accounts::limits);
  }

  public LimitList list() {
    Set<String> owners = new TreeSet<>();
    for (Model model : registry.models()) {
      String owner = registry.provider(model.ref().provider()).map(Provider::owner).orElse("");
      if (!presets.set(owner).isEmpty()) {
        owners.add(owner);
        // a limit that was set is shown before anything is asked
        state.limits().headroom(model.ref());
      }
    }
    return new LimitList(
        state.limits().all().stream().map(Row::of).toList(),
        state.limits().numbers(),
        presets.all(owners));
  }

  /**
   * Everything that is known.
   *
   * @param limits what providers said, by model
   * @param numbers every number that counts now, each with its source
   * @param documented what was known beforehand: shipped, or set by the operator
   */
  record LimitList(List<Row> limits, List<QuotaNumber> numbers, List<Documented> documented) {}

  record Row(
      String provider,
      String modelId,
      @Nullable Long limitTpm,
      @Nullable Long limitTpd,
      @Nullable Long limitRpm,
      @Nullable Long limitRpd,
      @Nullable Long remainingTpm,
      @Nullable Long remainingTpd,
      @Nullable Long remainingRpm,
      @Nullable Long remainingRpd,
      @Nullable Long resetTpmAt,
      @Nullable Long resetTpdAt,
      @Nullable Long resetRpmAt,
      @Nullable Long resetRpdAt,
      @Nullable Long last429At,
      long lastUpdated,
      String source) {

    static Row of(QuotaLedger.Row row) {
      return new Row(
          row.ref().provider(),
          row.ref().model(),
          row.tpm().limit(),
          row.tpd().limit(),
          row.rpm().limit(),
          row.rpd().limit(),
          row.tpm().remaining(),
          row.tpd().remaining(),
          row.rpm().remaining(),
          row.rpd().remaining(),
          row.tpm().resetAtMs(),
          row.tpd().resetAtMs(),
          row.rpm().resetAtMs(),
          row.rpd().resetAtMs(),
          row.last429Ms() == 0 ? null : row.last429Ms(),
          row.updatedMs(),
          row.source());
    }
  }
}
