package sml.gateway.access;

import java.util.Map;
import sml.gateway.network.HttpReply;

/** What the doorkeeper decided. */
public sealed interface AccessDecision {

  /** Come in; {@code headers} belong on whatever is answered. */
  record Admitted(Map<String, String> headers) implements AccessDecision {}

  /** This is the answer; nothing else is to be done. */
  record Answered(HttpReply reply) implements AccessDecision {}
}
