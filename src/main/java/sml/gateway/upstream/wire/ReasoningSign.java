package sml.gateway.upstream.wire;

/** What an answer says of how its model begins its answers. */
public enum ReasoningSign {
  NONE,
  /** Reasoning that no tag has opened was closed by one. */
  CLOSED_UNOPENED,
  /** Taken for reasoning from its beginning, it was never closed. */
  NEVER_CLOSED
}
