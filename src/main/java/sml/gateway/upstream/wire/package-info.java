/** Reads what an upstream sends for a chat completion and repairs it into OpenAI's shape. */
@NullMarked
package sml.gateway.upstream.wire;

import org.jspecify.annotations.NullMarked;
