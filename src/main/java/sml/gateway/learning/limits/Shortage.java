package sml.gateway.learning.limits;

import org.jspecify.annotations.Nullable;

/**
 * A quota that does not allow a request.
 *
 * @param waitMs milliseconds until it may, null when this request never fits
 */
public record Shortage(String reason, @Nullable Long waitMs) {}
