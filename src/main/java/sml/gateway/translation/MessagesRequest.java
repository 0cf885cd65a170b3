package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.translation.ClientBody.FieldKind;

/** Makes a chat request of one of Anthropic's. */
final class MessagesRequest {
  private static final List<String> SAME = List.of("temperature", "top_p", "top_k");

  private static final Map<String, FieldKind> FIELDS =
      Map.of(
          "max_tokens", FieldKind.COUNT,
          "stop_sequences", FieldKind.LIST,
          "temperature", FieldKind.NUMBER,
          "top_p", FieldKind.NUMBER,
          "stream", FieldKind.FLAG,
          "thinking", FieldKind.OBJECT,
          "metadata", FieldKind.OBJECT,
          "tools", FieldKind.LIST,
          "tool_choice", FieldKind.OBJECT);

  private final ObjectNode in;
  private final MessagesFormat format;
  private final ModelAliases aliases;
  private final int longestAnswer;
  private final ObjectNode out = ClientBody.object();

  MessagesRequest(ObjectNode in, MessagesFormat format, ModelAliases aliases, int longestAnswer) {
    this.in = in;
    this.format = format;
    this.aliases = aliases;
    this.longestAnswer = longestAnswer;
  }

  ObjectNode translate() {
    ClientBody.copyModel(in, out, format, aliases);
    FieldKind.check(in, FIELDS);
    messages();
    limit();
    ClientBody.copy(in, out, SAME);
    ClientBody.copyStream(in, out);
    ClientBody.copyControls(in, out);
    if (in.path("stop_sequences").isArray() && !in.path("stop_sequences").isEmpty()) {
      out.set("stop", in.get("stop_sequences"));
    }
    tools();
    outputFormat();
    return out;
  }

  /** A limit that few models can keep would leave only those. */
  private void limit() {
    JsonNode wanted = in.path("max_tokens");
    if (wanted.isNumber() && wanted.doubleValue() > longestAnswer) {
      format.note("max_tokens %s is more than %d".formatted(wanted.asText(), longestAnswer));
      out.put("max_tokens", longestAnswer);
    } else {
      ClientBody.copy(in, out, List.of("max_tokens"));
    }
  }

  private void messages() {
    ArrayNode messages = out.putArray("messages");
    system(in.path("system"), messages);
    JsonNode given = in.path("messages");
    if (given.isMissingNode() || given.isNull()) {
      throw InvalidRequest.missing("messages");
    }
    if (!given.isArray() || given.isEmpty()) {
      throw ClientBody.wrong("messages", "an array with at least one message");
    }
    for (int i = 0; i < given.size(); i++) {
      message(given.get(i), "messages." + i, messages);
    }
  }

  private static void system(JsonNode system, ArrayNode messages) {
    String text = textOf(system, "system");
    if (!text.isEmpty()) {
      messages.add(ChatParts.message("system", text));
    }
  }

  /** The text of a string or of text blocks. */
  private static String textOf(JsonNode content, String where) {
    if (content.isTextual()) {
      return content.textValue();
    }
    if (content.isMissingNode() || content.isNull()) {
      return "";
    }
    if (!content.isArray()) {
      throw ClientBody.wrong(where, "a string or an array of text blocks");
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode block : content) {
      if (!block.path("text").isTextual()) {
        throw ClientBody.wrong(where, "a string or an array of text blocks");
      }
      texts.add(block.get("text").textValue());
    }
    return String.join("\n\n", texts);
  }

  private static void message(JsonNode message, String where, ArrayNode messages) {
    JsonNode content = message.path("content");
    if (!content.isTextual() && !content.isArray()) {
      throw ClientBody.wrong(where + ".content", "a string or an array of content blocks");
    }
    switch (message.path("role").asText("")) {
      case "user" -> {
        if (content.isTextual()) {
          messages.add(ChatParts.message("user", content.textValue()));
        } else {
          new UserBlocks(where + ".content", messages).add(content);
        }
      }
      case "assistant" -> {
        if (content.isTextual()) {
          messages.add(ChatParts.message("assistant", content.textValue()));
        } else {
          AssistantBlocks.add(content, where + ".content", messages);
        }
      }
      case "system" ->
          messages.add(ChatParts.message("system", textOf(content, where + ".content")));
      default -> throw ClientBody.wrong(where + ".role", "\"user\" or \"assistant\"");
    }
  }

  private void tools() {
    ArrayNode functions = ClientBody.object().putArray("tools");
    for (int i = 0; i < in.path("tools").size(); i++) {
      JsonNode tool = in.path("tools").get(i);
      String type = tool.path("type").asText("custom");
      if (type.equals("custom")) {
        functions.add(function(tool, "tools." + i));
      } else {
        format.note("the tool `%s` runs at Anthropic only and was left out".formatted(type));
      }
    }
    if (!functions.isEmpty()) {
      out.set("tools", functions);
      choice(in.path("tool_choice"));
    }
  }

  private static ObjectNode function(JsonNode tool, String where) {
    if (tool.path("name").asText("").isEmpty()) {
      throw InvalidRequest.missing(where + ".name");
    }
    ObjectNode function = ClientBody.object().put("type", "function");
    ObjectNode inner = function.putObject("function").put("name", tool.path("name").asText(""));
    if (tool.path("description").isTextual()) {
      inner.set("description", tool.get("description"));
    }
    JsonNode schema = tool.path("input_schema");
    inner.set("parameters", schema.isObject() ? schema : emptySchema());
    return function;
  }

  private static ObjectNode emptySchema() {
    ObjectNode schema = ClientBody.object().put("type", "object");
    schema.putObject("properties");
    return schema;
  }

  private void choice(JsonNode choice) {
    switch (choice.path("type").asText("")) {
      case "auto" -> out.put("tool_choice", "auto");
      case "any" -> out.put("tool_choice", "required");
      case "none" -> out.put("tool_choice", "none");
      case "tool" -> {
        String name = choice.path("name").asText("");
        if (!hasFunction(name)) {
          throw ClientBody.wrong("tool_choice.name", "the name of one of the tools");
        }
        out.putObject("tool_choice")
            .put("type", "function")
            .putObject("function")
            .put("name", name);
      }
      default -> {}
    }
    if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
      out.put("parallel_tool_calls", false);
    }
  }

  private boolean hasFunction(String name) {
    for (JsonNode tool : out.path("tools")) {
      if (tool.at("/function/name").asText("").equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** A JSON Schema for the answer, under its present name or that of the beta. */
  private void outputFormat() {
    JsonNode named = in.path("output_config").path("format");
    JsonNode wanted = named.isObject() ? named : in.path("output_format");
    if (wanted.path("type").asText("").equals("json_schema") && wanted.has("schema")) {
      ObjectNode response = out.putObject("response_format").put("type", "json_schema");
      response
          .putObject("json_schema")
          .put("name", "answer")
          .put("strict", true)
          .set("schema", wanted.get("schema"));
    }
  }
}
