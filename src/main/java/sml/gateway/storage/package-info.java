/** The connection to PostgreSQL, and the embedded server when none is given. Knows no table. */
@ApplicationModule(allowedDependencies = {"chat", "json", "network"})
@NullMarked
package sml.gateway.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
