/** Other protocols than chat completions, tested through the HTTP port of the gateway. */
@NullMarked
package sml.gateway.acceptance.protocols;

import org.jspecify.annotations.NullMarked;
