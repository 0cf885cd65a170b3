package sml.gateway.chat;

import java.util.List;

/**
 * An answer made tool calls. Listeners must not block.
 *
 * @param ids ids of the calls, as the client will send them back with the results
 */
public record ToolCallsMade(ModelRef ref, List<String> ids) {}
