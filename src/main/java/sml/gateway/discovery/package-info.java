/**
 * Finds providers and models, sees how they are and keeps them warm. Ranks nothing and examines
 * nobody.
 */
@ApplicationModule(allowedDependencies = {"chat", "catalog", "catalog::growth"})
@NullMarked
package sml.gateway.discovery;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
