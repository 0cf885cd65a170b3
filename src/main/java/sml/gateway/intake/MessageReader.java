package sml.gateway.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** Reads what routing needs from {@code messages}, without building a tree of them. */
final class MessageReader {
  private static final int SCANNED = 20_000;

  private PromptExcerpt lastUser = new PromptExcerpt();
  private PromptExcerpt current = new PromptExcerpt();
  private long chars;
  private long thaiChars;
  private int images;
  private boolean toolResult;
  private boolean lastIsTool;
  private @Nullable String toolCallId;

  void read(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidRequest(
          400,
          "Invalid type for 'messages': expected an array of objects.",
          "messages",
          "invalid_type");
    }
    int count = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        throw new InvalidRequest(
            400,
            "Invalid type for 'messages[" + count + "]': expected an object.",
            "messages[" + count + "]",
            "invalid_type");
      }
      message(parser);
      count++;
    }
    if (count == 0) {
      throw new InvalidRequest(
          400,
          "Invalid 'messages': an array with at least one message is expected.",
          "messages",
          "empty_array");
    }
  }

  /** Text of the last user message, without the middle of a long one. */
  String lastUserText() {
    return lastUser.text();
  }

  long chars() {
    return chars;
  }

  long thaiChars() {
    return thaiChars;
  }

  int images() {
    return images;
  }

  /** True while a tool loop runs: the last message is a tool's result. */
  boolean hasToolResult() {
    return toolResult && lastIsTool;
  }

  /** Id of the tool call that the last message answers, null when it answers none. */
  @Nullable String toolCallId() {
    return lastIsTool ? toolCallId : null;
  }

  private void message(JsonParser parser) throws IOException {
    String role = "";
    current.clear();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      switch (name) {
        case "role" -> role = value == JsonToken.VALUE_STRING ? parser.getText() : "";
        case "content" -> content(parser);
        case "tool_calls" -> skipCounting(parser);
        case "tool_call_id" ->
            toolCallId = value == JsonToken.VALUE_STRING ? parser.getText() : null;
        default -> parser.skipChildren();
      }
    }
    lastIsTool = role.equals("tool") || role.equals("function");
    toolResult |= lastIsTool;
    if (role.equals("user") && !current.isEmpty()) {
      PromptExcerpt spare = lastUser;
      lastUser = current;
      current = spare;
    }
  }

  private void content(JsonParser parser) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_STRING -> text(parser);
      case START_ARRAY -> {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (parser.currentToken() == JsonToken.START_OBJECT) {
            part(parser);
          }
        }
      }
      default -> parser.skipChildren();
    }
  }

  private void part(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (name.equals("text") && value == JsonToken.VALUE_STRING) {
        text(parser);
      } else if (name.equals("type") && value == JsonToken.VALUE_STRING) {
        images += parser.getText().contains("image") ? 1 : 0;
      } else {
        parser.skipChildren();
      }
    }
  }

  private void text(JsonParser parser) throws IOException {
    int length = parser.getTextLength();
    char[] buffer = parser.getTextCharacters();
    int offset = parser.getTextOffset();
    chars += length;
    int scanned = Math.min(length, SCANNED);
    int thai = 0;
    for (int i = offset; i < offset + scanned; i++) {
      if (PromptFeatures.isThai(buffer[i])) {
        thai++;
      }
    }
    thaiChars += scanned == 0 ? 0 : (long) thai * length / scanned;
    current.append(buffer, offset, length);
  }

  private void skipCounting(JsonParser parser) throws IOException {
    long from = parser.currentLocation().getByteOffset();
    parser.skipChildren();
    chars += Math.max(0, parser.currentLocation().getByteOffset() - from);
  }
}
