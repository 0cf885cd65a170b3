package sml.gateway.modelhealth;

import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.quotas.QuotaLedger;

/** The daily quotas in the quota ledger. */
@Component
final class ReportedDailyQuotas implements DailyQuotas {
  private final ModelHealthState state;

  ReportedDailyQuotas(ModelHealthState state) {
    this.state = state;
  }

  @Override
  public Map<ModelRef, DailyQuota> known() {
    Map<ModelRef, DailyQuota> known = new HashMap<>();
    for (QuotaLedger.Row row : state.limits().all()) {
      var quota = new DailyQuota(row.rpd().limit(), row.tpd().limit());
      if (quota.requests() != null || quota.tokens() != null) {
        known.put(row.ref(), quota);
      }
    }
    return known;
  }
}
