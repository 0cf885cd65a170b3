/**
 * JSON as bytes: where its members stand, and changes in one copy. Builds no tree of what passes
 * through.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package sml.gateway.json;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
