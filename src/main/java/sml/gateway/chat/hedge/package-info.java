/**
 * The state of one hedge: its contenders, the waiting candidates, when the next one starts, and the
 * latencies this is decided by.
 */
@NamedInterface("hedge")
@NullMarked
package sml.gateway.chat.hedge;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
