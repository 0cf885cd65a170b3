/**
 * The database the gateway runs on: embedded PostgreSQL or the one of DATABASE_URL, migrated; and
 * the way entries reach a table later. Owns no table.
 */
@ApplicationModule(allowedDependencies = {"chat"})
@NullMarked
package sml.gateway.storage;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
