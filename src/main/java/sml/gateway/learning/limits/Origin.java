package sml.gateway.learning.limits;

import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import sml.gateway.chat.QuotaCalendar;

/**
 * Where quotas come from.
 *
 * @param owner see {@link Leases.Key}
 * @param keyCount how many keys take turns
 * @param account a number that grows when a key is added
 * @param quotas when the long ones are full again
 */
record Origin(
    String owner,
    IntSupplier keyCount,
    LongSupplier account,
    Supplier<QuotaCalendar> quotas,
    Leases leases) {}
