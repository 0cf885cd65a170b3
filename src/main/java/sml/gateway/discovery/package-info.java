/** Finds new providers and scans the known ones. Decides nothing about traffic. */
@ApplicationModule(
    allowedDependencies = {
      "chat",
      "json",
      "network",
      "catalog",
      "catalog::updates",
      "jobs",
      "upstream"
    })
@NullMarked
package sml.gateway.discovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
