package sml.gateway.modelhealth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;

/**
 * A model was asked whether it answers. Published as an application event; {@code learning} keeps
 * it in the health log.
 *
 * @param status {@code available}, {@code empty}, {@code audio}, {@code rate_limited}, {@code
 *     payment_required}, {@code unauthorized}, {@code gone}, {@code timeout} or {@code error}
 * @param latencyMs how long the question took
 * @param error what went wrong, null when nothing did
 * @param cooldownFor cooldown beyond the one every failure starts, or null
 */
public record HealthCheckCompleted(
    ModelRef ref,
    String status,
    long latencyMs,
    @Nullable String error,
    @Nullable Duration cooldownFor) {}
