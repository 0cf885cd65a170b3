/** The places where new providers are looked for, and how their names are told apart. */
@NullMarked
package sml.gateway.discovery.source;

import org.jspecify.annotations.NullMarked;
