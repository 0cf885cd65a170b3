/**
 * How models are doing: cooldowns, breakers, quotas, live results, health checks and warm-up.
 * Chooses no model.
 */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "json",
      "network",
      "chat::hedge",
      "catalog",
      "catalog::updates",
      "cluster",
      "upstream",
      "jobs"
    })
@NullMarked
package sml.gateway.modelhealth;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
