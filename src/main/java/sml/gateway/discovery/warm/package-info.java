/** Keeps models warm that will be asked next: their connections, and some with a token. */
@NullMarked
package sml.gateway.discovery.warm;

import org.jspecify.annotations.NullMarked;
