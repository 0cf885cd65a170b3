package sml.gateway.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of the gateway that reports its health; every bean of this type is in the health answer.
 */
public interface ComponentHealth {

  /** Its member in {@code checks} of {@code GET /api/health}, in lower case. */
  String name();

  /** Its state now. Must only read memory, because load balancers ask every second. */
  Reading read();

  /**
   * The state of one part.
   *
   * @param facts members of the check, in the order they are shown; values are plain JSON values
   * @param alert one sentence for the operator that makes the gateway count as degraded, null when
   *     all is well
   */
  record Reading(Map<String, ? extends @Nullable Object> facts, @Nullable String alert) {}
}
