package sml.gateway.upstream.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;

/** Notes what matters of one chunk while the parser passes over it once. */
final class ChunkScan implements RawObject.Visitor {
  @Nullable String id;
  @Nullable String model;
  long created;
  boolean objectFits;
  boolean choicesFit;
  boolean failed;

  /** It has a member that can report errors, though not only errors. */
  boolean mayReportError;

  boolean usageNested;
  @Nullable Usage usage;
  final List<ChoiceDelta> choices = new ArrayList<>(1);

  @Override
  public void member(String name, JsonParser parser) throws IOException {
    switch (name) {
      case "id" -> id = string(parser);
      case "model" -> model = string(parser);
      case "object" -> objectFits = "chat.completion.chunk".equals(string(parser));
      case "created" ->
          created = parser.currentToken() == JsonToken.VALUE_NUMBER_INT ? parser.getLongValue() : 0;
      case "error" -> failed = truthy(parser);
      case "usage" -> outerUsage(parser);
      case "x_groq" -> holderOfUsage(parser);
      case "choices" -> choices(parser);
      case "errors",
          "detail",
          "message",
          "title",
          "msg",
          "code",
          "base_resp",
          "error_msg",
          "error_message" ->
          mayReportError = true;
      default -> {}
    }
  }

  /** True when an {@code error} member really reports one. */
  static boolean truthy(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_NULL, VALUE_FALSE -> false;
      case VALUE_STRING -> !parser.getText().isEmpty();
      default -> true;
    };
  }

  private static @Nullable String string(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : null;
  }

  private void outerUsage(JsonParser parser) throws IOException {
    Usage read = usage(parser);
    if (read != null) {
      usage = read;
      usageNested = false;
    }
  }

  private void nestedUsage(JsonParser parser) throws IOException {
    Usage read = usage(parser);
    if (usage == null && read != null) {
      usage = read;
      usageNested = true;
    }
  }

  private void holderOfUsage(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals("usage")) {
        nestedUsage(parser);
      } else {
        parser.skipChildren();
      }
    }
  }

  /** Reads a usage object; null when the value is none. */
  static @Nullable Usage usage(JsonParser parser) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return null;
    }
    long prompt = -1;
    long completion = -1;
    long total = -1;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      boolean number = parser.nextToken().isNumeric();
      switch (name) {
        case "prompt_tokens" -> prompt = number ? parser.getValueAsLong() : prompt;
        case "completion_tokens" -> completion = number ? parser.getValueAsLong() : completion;
        case "total_tokens" -> total = number ? parser.getValueAsLong() : total;
        default -> parser.skipChildren();
      }
    }
    if (prompt < 0 && completion < 0 && total < 0) {
      return null;
    }
    long in = Math.max(prompt, 0);
    long out = Math.max(completion, 0);
    return new Usage(in, out, total < 0 ? in + out : total);
  }

  private void choices(JsonParser parser) throws IOException {
    choices.clear();
    choicesFit = parser.currentToken() == JsonToken.START_ARRAY;
    if (!choicesFit) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        choices.add(choice(parser, "delta"));
      } else {
        choicesFit = false;
        parser.skipChildren();
      }
    }
  }

  /** Reads one choice of a whole answer, its message as a delta. */
  static ChoiceDelta message(JsonParser choice) throws IOException {
    choice.nextToken();
    return new ChunkScan().choice(choice, "message");
  }

  private ChoiceDelta choice(JsonParser parser, String member) throws IOException {
    var choice = new ChoiceDelta();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "index" -> choice.index = number(parser);
        case "finish_reason" -> choice.finish = string(parser);
        case "logprobs" -> choice.measured = token.isStructStart();
        case "usage" -> nestedUsage(parser);
        default -> {
          if (name.equals(member)) {
            choice.hasDelta = token == JsonToken.START_OBJECT;
            delta(parser, choice);
          } else {
            parser.skipChildren();
          }
        }
      }
      parser.skipChildren();
    }
    return choice;
  }

  private static int number(JsonParser parser) throws IOException {
    return parser.currentToken() == JsonToken.VALUE_NUMBER_INT
        ? (int) Math.clamp(parser.getLongValue(), -1, Integer.MAX_VALUE)
        : -1;
  }

  private static void delta(JsonParser parser, ChoiceDelta choice) throws IOException {
    if (!choice.hasDelta) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "role" -> choice.role = string(parser);
        case "content" -> content(parser, choice);
        case "refusal" -> choice.refuses = token == JsonToken.VALUE_STRING && filled(parser);
        case "reasoning", "reasoning_content" ->
            choice.reasons |= token == JsonToken.VALUE_STRING && filled(parser);
        case "images", "audio" -> {
          choice.media |= token.isStructStart();
          parser.skipChildren();
        }
        case "function_call" -> {
          choice.oldCall = token == JsonToken.START_OBJECT;
          parser.skipChildren();
        }
        case "tool_calls" -> tools(parser, choice);
        default -> {}
      }
      // of a value that is not what it should be, and of any other
      parser.skipChildren();
    }
  }

  private static boolean filled(JsonParser parser) throws IOException {
    return parser.getTextLength() > 0;
  }

  private static void content(JsonParser parser, ChoiceDelta choice) throws IOException {
    switch (parser.currentToken()) {
      case VALUE_STRING -> choice.content = parser.getText();
      case VALUE_NULL -> {}
      default -> {
        ContentParts parts = ContentParts.of(RawObject.EXACT.<JsonNode>readTree(parser));
        choice.contentInParts = true;
        choice.content = parts.text();
        choice.thoughts = parts.thoughts();
      }
    }
  }

  private static void tools(JsonParser parser, ChoiceDelta choice) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      choice.newTools = parser.currentToken() != JsonToken.VALUE_NULL;
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        choice.tools.add(tool(parser));
      } else {
        choice.newTools = true;
        parser.skipChildren();
      }
    }
  }

  private static ChoiceDelta.Tool tool(JsonParser parser) throws IOException {
    var tool = new ChoiceDelta.Tool();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "index" -> tool.index = number(parser);
        case "id" -> tool.id = string(parser);
        case "type" -> tool.type = string(parser);
        case "function" -> {
          if (token == JsonToken.START_OBJECT) {
            function(parser, tool);
          }
        }
        case "custom" -> {
          tool.custom = token == JsonToken.START_OBJECT;
          if (tool.custom) {
            function(parser, tool);
          }
        }
        default -> {}
      }
      parser.skipChildren();
    }
    return tool;
  }

  private static void function(JsonParser parser, ChoiceDelta.Tool tool) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("name")) {
        tool.name = string(parser);
      } else if (name.equals("arguments")) {
        tool.argumentsAreText = token == JsonToken.VALUE_STRING;
        if (token != JsonToken.VALUE_NULL) {
          tool.arguments =
              tool.argumentsAreText
                  ? parser.getText()
                  : RawObject.EXACT.<JsonNode>readTree(parser).toString();
        }
      }
      parser.skipChildren();
    }
  }
}
