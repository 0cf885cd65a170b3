/**
 * The state of one hedge: who takes part, who waits, when the next contender starts, and the
 * latencies this is decided by.
 */
@NamedInterface("hedge")
@NullMarked
package sml.gateway.chat.hedge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
