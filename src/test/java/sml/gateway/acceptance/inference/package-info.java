/** What is no plain chat, through the front door. */
@NullMarked
package sml.gateway.acceptance.inference;

import org.jspecify.annotations.NullMarked;
