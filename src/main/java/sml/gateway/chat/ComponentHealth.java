package sml.gateway.chat;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A part of the gateway that can say how it is; every bean of this type shows in the health. */
public interface ComponentHealth {

  /** Its member in {@code checks} of {@code GET /api/health}, in lower case. */
  String name();

  /** How it is now. Must cost no more than reading memory, for load balancers ask every second. */
  Reading read();

  /**
   * What a part says of itself.
   *
   * @param facts members of the check, in the order they are shown; values are plain JSON values
   * @param alert one sentence for the operator that makes the gateway count as degraded, null when
   *     all is well
   */
  record Reading(Map<String, ? extends @Nullable Object> facts, @Nullable String alert) {}
}
