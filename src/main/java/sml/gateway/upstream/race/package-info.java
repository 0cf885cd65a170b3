/** What the multicast of a race needs: how its branches are joined, and threads to run them on. */
@NullMarked
package sml.gateway.upstream.race;

import org.jspecify.annotations.NullMarked;
