package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.readings.Quota;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/**
 * One quota as it is saved: what was measured of it, and what was counted.
 *
 * @param owner {@code m:provider/model} or {@code a:provider}
 * @param account whose it is, by the number of {@link QuotaAccounts}; null when not known
 * @param quota name of a {@link Quota}, or {@link #AT_ONCE}
 * @param limit null unless it was measured; with its source
 * @param remaining null unless the provider said it; with its source and when it is full again
 * @param counts times and amounts alternately, see {@link QuotaCount#saved}
 */
public record SavedQuota(
    String owner,
    @Nullable Long account,
    String quota,
    @Nullable Long limit,
    @Nullable QuotaSource limitSource,
    @Nullable Long remaining,
    @Nullable QuotaSource remainingSource,
    @Nullable Long resetAtMs,
    long[] counts) {
  /** The name of the limit of calls that are under way at once. */
  static final String AT_ONCE = "CONCURRENT";
}
