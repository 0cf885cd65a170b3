package sml.gateway.learning.limits;

import org.jspecify.annotations.Nullable;

/**
 * A quota that does not allow a request.
 *
 * @param waitMs milliseconds until it may, null when this request never fits
 * @param learned no provider said so, we only conclude it from its refusals
 */
public record Shortage(String reason, @Nullable Long waitMs, boolean learned) {}
