package sml.gateway.cluster;

import java.util.LinkedHashMap;
import java.util.Map;
import sml.gateway.chat.ComponentHealth;

/** Reports whether Valkey can be reached and how much waits for it. */
final class ValkeyComponentHealth implements ComponentHealth {
  private final ValkeyHealth valkeyHealth;
  private final ClusterOutbox clusterOutbox;

  ValkeyComponentHealth(ValkeyHealth valkeyHealth, ClusterOutbox clusterOutbox) {
    this.valkeyHealth = valkeyHealth;
    this.clusterOutbox = clusterOutbox;
  }

  @Override
  public String name() {
    return "valkey";
  }

  @Override
  public Reading read() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("ok", valkeyHealth.isWell());
    facts.put("replicas", valkeyHealth.replicas());
    facts.put("awaySeconds", valkeyHealth.awaySeconds());
    facts.put("waiting", clusterOutbox.size());
    return new Reading(
        facts,
        valkeyHealth.isLost()
            ? "Valkey does not answer; each replica goes on by what it knows itself"
            : null);
  }
}
