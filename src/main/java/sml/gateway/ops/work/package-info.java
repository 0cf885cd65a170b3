/** The work book: keeps what background work tells of itself, and events; never waited for. */
@NullMarked
package sml.gateway.ops.work;

import org.jspecify.annotations.NullMarked;
