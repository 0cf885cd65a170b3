package sml.gateway.modelhealth.quotas;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import sml.gateway.catalog.QuotaCalendar;

/**
 * Where quotas come from.
 *
 * @param owner see {@link QuotaLeaseSource.Key}
 * @param keyCount how many keys are in rotation
 * @param account a number that grows when a key is added
 * @param quotas when the long ones are full again
 */
record QuotaOrigin(
    String owner,
    IntSupplier keyCount,
    LongSupplier account,
    Supplier<QuotaCalendar> quotas,
    QuotaLeaseSource leases) {

  /** How many keys are in rotation, at least one. */
  int keys() {
    return Math.max(1, keyCount.getAsInt());
  }
}
