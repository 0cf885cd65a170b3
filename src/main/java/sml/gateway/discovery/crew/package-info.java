/** Doing many things a few at a time. */
@NullMarked
package sml.gateway.discovery.crew;

import org.jspecify.annotations.NullMarked;
