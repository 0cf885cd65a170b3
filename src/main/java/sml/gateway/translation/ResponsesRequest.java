package sml.gateway.translation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.translation.ClientBody.FieldKind;

/** Makes a chat request of one of OpenAI's Responses. */
final class ResponsesRequest {
  private static final List<String> SAME = List.of("temperature", "top_p", "user", "seed");

  private static final Map<String, FieldKind> FIELDS =
      Map.ofEntries(
          Map.entry("instructions", FieldKind.TEXT),
          Map.entry("max_output_tokens", FieldKind.COUNT),
          Map.entry("temperature", FieldKind.NUMBER),
          Map.entry("top_p", FieldKind.NUMBER),
          Map.entry("stream", FieldKind.FLAG),
          Map.entry("parallel_tool_calls", FieldKind.FLAG),
          Map.entry("background", FieldKind.FLAG),
          Map.entry("metadata", FieldKind.OBJECT),
          Map.entry("reasoning", FieldKind.OBJECT),
          Map.entry("text", FieldKind.OBJECT),
          Map.entry("include", FieldKind.LIST),
          Map.entry("tools", FieldKind.LIST),
          Map.entry("tool_choice", FieldKind.TEXT_OR_OBJECT),
          Map.entry("truncation", FieldKind.TEXT));

  /** What only a server that stores responses can do. */
  private static final List<String> STORED =
      List.of("previous_response_id", "conversation", "prompt");

  private final ObjectNode in;
  private final ResponsesFormat format;
  private final ModelAliases aliases;
  private final ObjectNode out = ClientBody.object();

  ResponsesRequest(ObjectNode in, ResponsesFormat format, ModelAliases aliases) {
    this.in = in;
    this.format = format;
    this.aliases = aliases;
  }

  ObjectNode translate() {
    ClientBody.copyModel(in, out, format, aliases);
    requireStateless();
    FieldKind.check(in, FIELDS);
    format.echo(in);
    ResponsesTools tools = format.tools();
    tools.read(in.path("tools"), in.path("tool_choice"), format);
    messages(tools);
    ClientBody.copy(in, out, SAME);
    ClientBody.copyStream(in, out);
    ClientBody.copyControls(in, out);
    limits();
    logprobs();
    outputFormat();
    tools(tools);
    return out;
  }

  private void requireStateless() {
    for (String name : STORED) {
      if (in.hasNonNull(name)) {
        throw new InvalidRequest(
            400,
            "'%s' is not supported: this gateway stores no responses, so each request has to bring all of its input."
                .formatted(name),
            name,
            "unsupported_parameter");
      }
    }
    if (in.path("background").asBoolean(false)) {
      throw ClientBody.unsupported("background", "a response that is fetched later");
    }
  }

  private void messages(ResponsesTools tools) {
    ArrayNode messages = out.putArray("messages");
    if (in.path("instructions").isTextual() && !in.path("instructions").textValue().isEmpty()) {
      messages.add(ChatParts.message("system", in.path("instructions").textValue()));
    }
    JsonNode input = in.path("input");
    if (input.isTextual()) {
      messages.add(ChatParts.message("user", input.textValue()));
    } else if (input.isArray() && !input.isEmpty()) {
      new InputItems(messages, tools, format.items()).add(input);
    } else if (input.isMissingNode() || input.isNull()) {
      throw InvalidRequest.missing("input");
    } else {
      throw ClientBody.wrong("input", "a string or an array with at least one item");
    }
    if (messages.isEmpty()) {
      throw ClientBody.wrong("input", "at least one message");
    }
  }

  private void limits() {
    if (in.path("max_output_tokens").isNumber()) {
      out.set("max_completion_tokens", in.get("max_output_tokens"));
    }
    JsonNode effort = in.path("reasoning").path("effort");
    if (effort.isTextual()) {
      out.set("reasoning_effort", effort);
    }
  }

  private void logprobs() {
    boolean included = false;
    for (JsonNode wanted : in.path("include")) {
      included |= wanted.asText("").equals("message.output_text.logprobs");
    }
    if (included || in.path("top_logprobs").asInt(0) > 0) {
      out.put("logprobs", true);
      ClientBody.copy(in, out, List.of("top_logprobs"));
    }
  }

  private static String typeOf(JsonNode json) {
    return json.path("type").asText("");
  }

  private void outputFormat() {
    JsonNode wanted = in.path("text").path("format");
    switch (wanted.path("type").asText("text")) {
      case "json_object" -> out.putObject("response_format").put("type", "json_object");
      case "json_schema" -> {
        ObjectNode schema =
            out.putObject("response_format")
                .put("type", "json_schema")
                .putObject("json_schema")
                .put("name", wanted.path("name").asText("answer"));
        if (!wanted.path("schema").isObject()) {
          throw InvalidRequest.missing("text.format.schema");
        }
        if (wanted instanceof ObjectNode object) {
          ClientBody.copy(object, schema, List.of("description", "schema", "strict"));
        }
      }
      case "text" -> {}
      default -> throw ClientBody.wrong("text.format.type", "text, json_object or json_schema");
    }
  }

  private void tools(ResponsesTools tools) {
    boolean named = List.of("function", "custom").contains(typeOf(in.path("tool_choice")));
    if (named && !tools.knows(in.path("tool_choice").path("name").asText(""))) {
      throw ClientBody.wrong("tool_choice", "the name of one of the tools");
    }
    if (tools.functions().isEmpty()) {
      return;
    }
    out.set("tools", tools.functions());
    JsonNode choice = tools.choice();
    if (choice != null) {
      out.set("tool_choice", choice);
    }
    if (!in.path("parallel_tool_calls").asBoolean(true)) {
      out.put("parallel_tool_calls", false);
    }
  }
}
