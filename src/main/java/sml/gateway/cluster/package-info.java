/**
 * What the replicas of one gateway share through Valkey, and what a single node does instead. Knows
 * no table.
 */
@ApplicationModule(allowedDependencies = {"chat", "json", "network"})
@NullMarked
package sml.gateway.cluster;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
