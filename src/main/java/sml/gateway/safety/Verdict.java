package sml.gateway.safety;

import java.util.Map;
import sml.gateway.chat.HttpReply;

/** What the doorkeeper decided. */
public sealed interface Verdict {

  /** Come in; {@code headers} belong on whatever is answered. */
  record Admitted(Map<String, String> headers) implements Verdict {}

  /** This is the answer; nothing else is to be done. */
  record Answered(HttpReply reply) implements Verdict {}
}
