/** What becomes of quotas and keys that providers refuse, tried through the front door. */
@NullMarked
package sml.gateway.acceptance.quotas;

import org.jspecify.annotations.NullMarked;
