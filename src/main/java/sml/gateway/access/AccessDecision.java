package sml.gateway.access;

import java.util.Map;
import sml.gateway.network.HttpReply;

/** The decision of {@link AccessPolicy} about a call. */
public sealed interface AccessDecision {

  /** Allowed; {@code headers} are added to every answer. */
  record Admitted(Map<String, String> headers) implements AccessDecision {}

  /** This is the answer; nothing else is to be done. */
  record Answered(HttpReply reply) implements AccessDecision {}
}
