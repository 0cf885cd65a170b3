/** Runs PostgreSQL 17 as a child process out of the binaries that the program carries. */
@NullMarked
package sml.gateway.storage.embedded;

import org.jspecify.annotations.NullMarked;
