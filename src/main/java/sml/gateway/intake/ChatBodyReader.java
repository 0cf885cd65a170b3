package sml.gateway.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.RequestProfile;
import sml.gateway.json.RawObject;

/** Reads the profile of a chat body in the same pass that indexes it. */
final class ChatBodyReader implements RawObject.Visitor {
  private final MessageReader messages = new MessageReader();
  private @Nullable String model;
  private boolean sawMessages;
  private boolean stream;
  private boolean includeUsage;
  private boolean json;
  private int tools;
  private long toolChars;
  private int maxTokens;

  @Override
  public void member(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "model" -> model = string(parser, "model");
      case "messages" -> {
        sawMessages = true;
        messages.read(parser);
      }
      case "stream" -> stream = flag(parser, "stream");
      case "stream_options" -> includeUsage = memberIsTrue(parser, "include_usage");
      case "tools" -> countTools(parser);
      case "response_format" -> json = isJson(parser);
      case "max_tokens", "max_completion_tokens" ->
          maxTokens = Math.max(maxTokens, size(parser, name));
      case "n" -> requireChoices(parser);
      default -> {}
    }
  }

  /** Refuses a body that lacks what every provider needs. */
  void requireComplete() {
    if (!sawMessages) {
      throw new InvalidRequest(
          400, "Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
    }
  }

  @Nullable String model() {
    return model;
  }

  RequestProfile profile() {
    int tokens =
        TokenEstimate.estimate(
            messages.chars() + toolChars, messages.thaiChars(), messages.images());
    String prompt = messages.lastUserText();
    boolean thai = AnswerLanguage.isThai(prompt);
    Category known = knownCategory();
    Classification read =
        known == null
            ? CategoryClassifier.classify(prompt, thai)
            : new Classification(known, thai, 0, RequestProfile.NO_SIGNS);
    return new RequestProfile(
        read.category(),
        thai,
        tools > 0,
        messages.hasToolResult(),
        messages.toolCallId(),
        messages.images() > 0,
        json,
        tokens,
        maxTokens,
        stream,
        includeUsage,
        read.reasons());
  }

  /**
   * The category of a request whose prompt need not be read for it, else null. Only what the
   * gateway chooses a model for is classified; see docs/decisions/020.
   */
  private @Nullable Category knownCategory() {
    if (tools > 0) {
      return Category.TOOLS;
    }
    if (messages.images() > 0) {
      return Category.VISION;
    }
    if (json) {
      return Category.JSON;
    }
    return namesAModel() ? Category.GENERAL : null;
  }

  private boolean namesAModel() {
    return model != null && !model.isBlank() && !model.equals("auto") && !model.startsWith("sml/");
  }

  private static @Nullable String string(JsonParser parser, String name) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NULL -> null;
      default ->
          throw new InvalidRequest(
              400, "Invalid type for '" + name + "': expected a string.", name, "invalid_type");
    };
  }

  private static boolean flag(JsonParser parser, String name) {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE, VALUE_NULL -> false;
      default ->
          throw new InvalidRequest(
              400, "Invalid type for '" + name + "': expected a boolean.", name, "invalid_type");
    };
  }

  private static int size(JsonParser parser, String name) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          (int) Math.clamp(parser.getDoubleValue(), 0, Integer.MAX_VALUE);
      case VALUE_NULL -> 0;
      default ->
          throw new InvalidRequest(
              400, "Invalid type for '" + name + "': expected a number.", name, "invalid_type");
    };
  }

  /** Refuses what OpenAI refuses: {@code n} is an integer from 1 to 128. */
  private static void requireChoices(JsonParser parser) throws IOException {
    boolean fits =
        switch (parser.currentToken()) {
          case VALUE_NULL -> true;
          case VALUE_NUMBER_INT -> parser.getDoubleValue() >= 1 && parser.getDoubleValue() <= 128;
          default -> false;
        };
    if (!fits) {
      throw new InvalidRequest(
          400, "Invalid value for 'n': expected an integer from 1 to 128.", "n", "invalid_value");
    }
  }

  private static boolean memberIsTrue(JsonParser parser, String wanted) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    boolean found = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean named = wanted.equals(parser.currentName());
      found |= parser.nextToken() == JsonToken.VALUE_TRUE && named;
      parser.skipChildren();
    }
    return found;
  }

  private static boolean isJson(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      return false;
    }
    boolean json = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean type = "type".equals(parser.currentName());
      parser.nextToken();
      json |= type && parser.getText().startsWith("json");
      parser.skipChildren();
    }
    return json;
  }

  /** Counts the tools and the size of their schemas, which is part of the prompt. */
  private void countTools(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw new InvalidRequest(
          400, "Invalid type for 'tools': expected an array.", "tools", "invalid_type");
    }
    long from = parser.currentLocation().getByteOffset();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      tools++;
      parser.skipChildren();
    }
    toolChars = parser.currentLocation().getByteOffset() - from;
  }
}
