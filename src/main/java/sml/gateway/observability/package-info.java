/** Health, status, metrics and traces of the gateway. Changes nothing. */
@ApplicationModule(
    allowedDependencies = {"chat", "json", "network", "chat::hedge", "catalog", "jobs", "storage"})
@NullMarked
package sml.gateway.observability;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
