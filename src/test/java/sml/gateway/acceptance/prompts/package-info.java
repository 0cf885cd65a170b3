/** The prompt library, through the front door. */
@NullMarked
package sml.gateway.acceptance.prompts;

import org.jspecify.annotations.NullMarked;
