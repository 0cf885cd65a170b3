/** Rules of single providers, tested through the HTTP port of the gateway. */
@NullMarked
package sml.gateway.acceptance.providers;

import org.jspecify.annotations.NullMarked;
