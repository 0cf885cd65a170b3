/** Answers that take several chats, through the front door. */
@NullMarked
package sml.gateway.acceptance.workflows;

import org.jspecify.annotations.NullMarked;
