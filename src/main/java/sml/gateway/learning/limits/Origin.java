package sml.gateway.learning.limits;

import java.util.function.IntSupplier;

/**
 * Where quotas come from.
 *
 * @param owner see {@link Leases.Key}
 * @param keyCount how many keys take turns
 */
record Origin(String owner, IntSupplier keyCount, Leases leases) {}
