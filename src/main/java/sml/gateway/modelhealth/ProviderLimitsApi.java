package sml.gateway.modelhealth;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.modelhealth.quotas.DocumentedQuotas;
import sml.gateway.modelhealth.quotas.DocumentedQuotas.Documented;
import sml.gateway.modelhealth.quotas.QuotaLedger;
import sml.gateway.modelhealth.quotas.QuotaNumber;

/**
 * Shows the quotas that were learned from headers and refusals, newest first, and those that are
 * documented, which count until more is known.
 */
@Component("providerLimitsApi")
class ProviderLimitsApi {
  private final ModelHealthState state;
  private final DocumentedQuotas documented;

  ProviderLimitsApi(ModelHealthState state, DocumentedQuotas documented) {
    this.state = state;
    this.documented = documented;
  }

  public LimitList list() {
    return new LimitList(
        state.limits().all().stream().map(Row::of).toList(),
        state.limits().numbers(),
        documented.all());
  }

  /**
   * Everything that is known.
   *
   * @param limits what providers said, by model
   * @param numbers every number that counts now, each with its source
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
