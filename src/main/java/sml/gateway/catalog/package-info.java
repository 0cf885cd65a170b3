/**
 * What we know of providers, their keys and their models; the only owner of those tables. Ranks
 * nothing.
 */
@ApplicationModule(allowedDependencies = {"chat", "json", "network", "chat::hedge", "jobs"})
@NullMarked
package sml.gateway.catalog;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
