/** What the multicast of a hedge needs: turns for its slots, how they are joined, and threads. */
@NullMarked
package sml.gateway.upstream.hedge;

import org.jspecify.annotations.NullMarked;
