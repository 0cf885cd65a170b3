package sml.gateway.learning;

import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;
import sml.gateway.chat.DayQuotas;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.limits.LimitBook;

/** The day quotas in the limit book. */
@Component
final class ToldQuotas implements DayQuotas {
  private final Memory memory;

  ToldQuotas(Memory memory) {
    this.memory = memory;
  }

  @Override
  public Map<ModelRef, DayQuota> known() {
    Map<ModelRef, DayQuota> known = new HashMap<>();
    for (LimitBook.Row row : memory.limits().all()) {
      var quota = new DayQuota(row.rpd().limit(), row.tpd().limit());
      if (quota.requests() != null || quota.tokens() != null) {
        known.put(row.ref(), quota);
      }
    }
    return known;
  }
}
