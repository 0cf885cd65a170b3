/** How providers differ: what a request must look like and what a refusal means. */
@NamedInterface("dialect")
@NullMarked
package sml.gateway.upstream.dialect;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
