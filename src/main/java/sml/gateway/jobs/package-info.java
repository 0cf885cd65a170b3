/**
 * Scheduled work: the work cycle, its triggers, its log and the events that operators see. Does
 * none of the work itself.
 */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "storage"})
@NullMarked
package sml.gateway.jobs;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
