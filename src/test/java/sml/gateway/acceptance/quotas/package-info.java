/** Used-up quotas and rejected keys, tested through the HTTP port of the gateway. */
@NullMarked
package sml.gateway.acceptance.quotas;

import org.jspecify.annotations.NullMarked;
