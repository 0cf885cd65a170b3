package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.json.RawObject;

/**
 * The tools of one of OpenAI's Responses as functions of a chat, and back. A custom tool takes free
 * text: it becomes a function with one parameter of that name. The tools of a namespace stand
 * beside the others, under their own names unless one is taken.
 */
final class ResponsesTools {
  private static final String INPUT = "input";

  private final ArrayNode functions = ClientBody.object().arrayNode();
  private final Map<String, ToolName> byChatName = new HashMap<>();
  private final Set<String> offered = new HashSet<>();
  private @Nullable JsonNode choice;

  /**
   * A tool as its client knows it.
   *
   * @param namespace null when it stands in none
   */
  record ToolName(@Nullable String namespace, String name, boolean custom) {}

  void read(JsonNode tools, JsonNode wanted, ResponsesFormat format) {
    @Nullable Set<String> allowed = allowed(wanted);
    for (int i = 0; i < tools.size(); i++) {
      JsonNode tool = tools.get(i);
      String type = tool.path("type").asText("");
      String where = "tools[" + i + "]";
      if (!tool.isObject()) {
        throw ClientBody.wrong(where, "an object");
      }
      switch (type) {
        case "function", "custom" -> add(null, tool, where, allowed);
        case "namespace" -> {
          String namespace = tool.path("name").asText("");
          JsonNode inner = tool.path("tools");
          for (int j = 0; j < inner.size(); j++) {
            add(namespace, inner.get(j), where + ".tools[" + j + "]", allowed);
          }
        }
        default ->
            format.note("the tool `%s` runs at OpenAI only and was left out".formatted(type));
      }
    }
    if (allowed != null && !offered.containsAll(allowed)) {
      throw ClientBody.wrong("tool_choice", "the names of some of the tools");
    }
    choice = choice(wanted);
  }

  /** Names of the only tools that may be called; null when all may. */
  private static @Nullable Set<String> allowed(JsonNode wanted) {
    if (!wanted.path("type").asText("").equals("allowed_tools")) {
      return null;
    }
    Set<String> names = new HashSet<>();
    wanted.path("tools").forEach(tool -> names.add(tool.path("name").asText("")));
    // those that run at OpenAI have no name
    names.remove("");
    return names;
  }

  private void add(
      @Nullable String namespace, JsonNode tool, String where, @Nullable Set<String> allowed) {
    String name = tool.path("name").asText("");
    if (name.isEmpty()) {
      throw InvalidRequest.missing(where + ".name");
    }
    offered.add(name);
    if (allowed != null && !allowed.contains(name)) {
      return;
    }
    boolean custom = tool.path("type").asText("").equals("custom");
    boolean taken = namespace != null && byChatName.containsKey(name);
    String chatName = taken ? namespace + "__" + name : name;
    byChatName.put(chatName, new ToolName(namespace, name, custom));
    ObjectNode function = ClientBody.object().put("name", chatName);
    if (custom) {
      function.put("description", customDescription(tool));
      function.set("parameters", inputSchema());
    } else if (tool instanceof ObjectNode flat) {
      ClientBody.copy(flat, function, List.of("description", "parameters"));
      if (tool.path("strict").asBoolean(false)) {
        function.put("strict", true);
      }
    }
    functions.add(ClientBody.object().put("type", "function").set("function", function));
  }

  /** The grammar of a custom tool cannot be enforced, so the model reads it. */
  private static String customDescription(JsonNode tool) {
    String description = tool.path("description").asText("");
    String grammar = tool.path("format").path("definition").asText("");
    return grammar.isEmpty()
        ? description
        : "%s\n\nThe input has to follow this grammar (%s):\n%s"
            .formatted(description, tool.path("format").path("syntax").asText(""), grammar)
            .strip();
  }

  private static ObjectNode inputSchema() {
    ObjectNode schema = ClientBody.object().put("type", "object");
    schema.putObject("properties").putObject(INPUT).put("type", "string");
    schema.putArray("required").add(INPUT);
    return schema;
  }

  private @Nullable JsonNode choice(JsonNode wanted) {
    if (wanted.isTextual()) {
      return wanted;
    }
    return switch (wanted.path("type").asText("")) {
      case "function", "custom" -> {
        ObjectNode named = ClientBody.object().put("type", "function");
        named.putObject("function").put("name", wanted.path("name").asText(""));
        yield named;
      }
      case "allowed_tools" -> TextNode.valueOf(wanted.path("mode").asText("auto"));
      default -> null;
    };
  }

  ArrayNode functions() {
    return functions;
  }

  /** Which tool the model has to call, null when the client did not say. */
  @Nullable JsonNode choice() {
    return choice;
  }

  /** Whether a tool is offered under this name. */
  boolean knows(String chatName) {
    return byChatName.containsKey(chatName);
  }

  /** The name of a function in the chat. */
  String chatName(@Nullable String namespace, String name) {
    ToolName plain = byChatName.get(name);
    boolean taken = namespace != null && plain != null && !namespace.equals(plain.namespace());
    return taken ? namespace + "__" + name : name;
  }

  /** The tool that a function of the chat stands for. */
  ToolName tool(String chatName) {
    ToolName known = byChatName.get(chatName);
    return known == null ? new ToolName(null, chatName, false) : known;
  }

  /** The arguments of the function that stands for a custom tool. */
  static String arguments(String input) {
    return ClientBody.text(ClientBody.object().put(INPUT, input));
  }

  /** The free text in the arguments of such a function; all of them when they are no object. */
  static String input(String arguments) {
    try {
      JsonNode input = RawObject.EXACT.readTree(arguments).path(INPUT);
      return input.isTextual() ? input.textValue() : arguments;
    } catch (IOException freeText) {
      return arguments;
    }
  }
}
