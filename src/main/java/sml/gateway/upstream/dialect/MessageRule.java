package sml.gateway.upstream.dialect;

/** What a provider refuses in {@code messages}. */
enum MessageRule {
  /** Role {@code developer} is unknown: it becomes {@code system}. */
  DEVELOPER_TO_SYSTEM,
  /** {@code name} is refused except on tool and function messages. */
  DROP_MESSAGE_NAMES,
  /** Reasoning of earlier assistant messages is refused, under any name. */
  DROP_REASONING_FIELDS,
  /** Earlier reasoning is read from {@code reasoning} only. */
  RENAME_REASONING_CONTENT,
  /** Tool call ids are exactly nine letters or digits. */
  NINE_CHAR_TOOL_IDS,
  /** Only an assistant message may follow a tool message. */
  ASSISTANT_AFTER_TOOL,
  /** An assistant message without text and without tool calls is refused. */
  DROP_EMPTY_ASSISTANT,
  /** {@code tool_calls} that is null or empty is refused. */
  DROP_EMPTY_TOOL_CALLS,
  /** Null members of assistant messages are refused, {@code content} excepted. */
  DROP_NULL_MEMBERS,
  /** Any key that the provider's documentation does not name is refused, at every level. */
  KEEP_ONLY_KNOWN_KEYS
}
