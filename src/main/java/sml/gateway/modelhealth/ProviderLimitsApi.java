package sml.gateway.modelhealth;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.modelhealth.quotas.QuotaLedger;

/** Shows the quotas that were learned from headers and refusals, newest first. */
@Component("providerLimitsApi")
class ProviderLimitsApi {
  private final ModelHealthState state;

  ProviderLimitsApi(ModelHealthState state) {
    this.state = state;
  }

  public LimitList list() {
    return new LimitList(state.limits().all().stream().map(Row::of).toList());
  }

  record LimitList(List<Row> limits) {}

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
