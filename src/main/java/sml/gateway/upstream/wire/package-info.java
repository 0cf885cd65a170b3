/** Turns a provider's answers, streamed or whole, into OpenAI's shape and repairs them. */
@NullMarked
package sml.gateway.upstream.wire;

import org.jspecify.annotations.NullMarked;
