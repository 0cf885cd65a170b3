package sml.gateway.shared;

import java.util.LinkedHashMap;
import java.util.Map;
import sml.gateway.chat.Vital;

/** Tells whether Valkey can be reached and what waits for it. */
final class ValkeyVital implements Vital {
  private final Presence presence;
  private final Outbox outbox;

  ValkeyVital(Presence presence, Outbox outbox) {
    this.presence = presence;
    this.outbox = outbox;
  }

  @Override
  public String name() {
    return "valkey";
  }

  @Override
  public Reading read() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("ok", presence.isWell());
    facts.put("replicas", presence.replicas());
    facts.put("awaySeconds", presence.awaySeconds());
    facts.put("waiting", outbox.size());
    return new Reading(
        facts,
        presence.isLost()
            ? "Valkey does not answer; each replica goes on by what it knows itself"
            : null);
  }
}
