/** Sends open pages what has changed on them. Knows nothing of what a page shows. */
@NullMarked
package sml.gateway.dashboard.live;

import org.jspecify.annotations.NullMarked;
