/**
 * JSON as bytes: positions of members, and changes in one copy. Builds no tree of what passes
 * through. Reads the files that the program brings along.
 */
@ApplicationModule(allowedDependencies = {})
@NullMarked
package sml.gateway.json;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
