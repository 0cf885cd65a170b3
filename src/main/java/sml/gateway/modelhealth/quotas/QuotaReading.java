package sml.gateway.modelhealth.quotas;

import org.jspecify.annotations.Nullable;

/**
 * What a provider said about one quota.
 *
 * @param limit how much there is in all, null when not said
 * @param remaining how much is left, null when not said
 * @param resetMs milliseconds until it is full again, null when not said
 */
record QuotaReading(
    Quota quota, @Nullable Long limit, @Nullable Long remaining, @Nullable Long resetMs) {}
