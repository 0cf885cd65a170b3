/** Takes content codings (compression) off the bodies of requests and answers. */
@NamedInterface("coding")
@NullMarked
package sml.gateway.chat.coding;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
