/**
 * Keeps the request log, traces, health, status and metrics, and runs the scheduled work. Never
 * stands in the way of a request.
 */
@ApplicationModule(allowedDependencies = {"chat", "storage"})
@NullMarked
package sml.gateway.ops;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
