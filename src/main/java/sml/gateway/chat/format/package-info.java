/** How answers and errors are written for a client: the port of the protocols, and chat's own. */
@NamedInterface("format")
@NullMarked
package sml.gateway.chat.format;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
