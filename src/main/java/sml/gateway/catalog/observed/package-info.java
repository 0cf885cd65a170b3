/** What answers show of a provider's access: that its free tier has ended, and that it is back. */
@NullMarked
package sml.gateway.catalog.observed;

import org.jspecify.annotations.NullMarked;
