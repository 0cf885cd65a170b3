package sml.gateway.simulation.speech;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import sml.gateway.json.JsonString;
import sml.gateway.json.RawObject;
import sml.gateway.simulation.speech.Reply.ToolCall;

/** Renders a reply as chat completion JSON or as the events of its stream. */
public final class Rendering {
  private final String id;
  private final long created;
  private final String model;
  private final Reply reply;

  /**
   * An event of a stream.
   *
   * @param word it carries a word of the text
   */
  public record Event(String json, boolean word) {}

  /** When usage is reported: if asked for, always, never, or in the chunk of the finish reason. */
  public enum UsageStyle {
    ASKED,
    ALWAYS,
    NEVER,
    WITH_FINISH
  }

  /** {@code created} in epoch seconds. */
  public Rendering(String id, long created, String model, Reply reply) {
    this.id = id;
    this.created = created;
    this.model = model;
    this.reply = reply;
  }

  /**
   * A list of models as OpenAI writes it.
   *
   * @param contextLengths tokens by model id
   */
  public static String models(SortedMap<String, Integer> contextLengths) {
    ObjectNode list = RawObject.EXACT.createObjectNode().put("object", "list");
    ArrayNode data = list.putArray("data");
    contextLengths.forEach(
        (id, tokens) ->
            data.addObject()
                .put("id", id)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "simulated")
                .put("context_length", tokens));
    return list.toString();
  }

  /** An error as OpenAI writes it; an empty {@code code} is null. */
  public static String error(int status, String code, String message) {
    String type =
        switch (status) {
          case 401 -> "authentication_error";
          case 429 -> "rate_limit_error";
          default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    ObjectNode body = RawObject.EXACT.createObjectNode();
    ObjectNode error = body.putObject("error").put("message", message).put("type", type);
    error.putNull("param").put("code", code.isEmpty() ? null : code);
    return body.toString();
  }

  /** The whole answer as one JSON object. */
  public String completion(UsageStyle usage) {
    String message =
        "{\"role\":\"assistant\",\"content\":"
            + (reply.calls().isEmpty() || !reply.text().isEmpty() ? quoted(reply.text()) : "null")
            + thoughts(reply.thoughts())
            + (reply.calls().isEmpty() ? "" : ",\"tool_calls\":" + wholeCalls(false))
            + "}";
    return head("chat.completion")
        + "\"choices\":[{\"index\":0,\"message\":"
        + message
        + ",\"logprobs\":null,\"finish_reason\":"
        + finish()
        + "}]"
        + (usage == UsageStyle.NEVER ? "" : ",\"usage\":" + usage())
        + "}";
  }

  /** The events without {@code [DONE]}; {@code asked}: usage was asked for. */
  public List<Event> events(UsageStyle usage, boolean asked) {
    List<Event> events = new ArrayList<>();
    add(events, "{\"role\":\"assistant\",\"content\":\"\"}");
    Reply.words(reply.thoughts())
        .forEach(word -> add(events, "{\"content\":null" + thoughts(word) + "}"));
    Reply.words(reply.text())
        .forEach(
            word ->
                events.add(
                    new Event(chunk("{\"content\":" + quoted(word) + "}", "null", ""), true)));
    if (!reply.calls().isEmpty()) {
      addCalls(events);
    }
    String beside = usage == UsageStyle.WITH_FINISH ? ",\"usage\":" + usage() : "";
    events.add(new Event(chunk("{}", finish(), beside), false));
    if (usage == UsageStyle.ALWAYS || (usage == UsageStyle.ASKED && asked)) {
      String usageOnly =
          head("chat.completion.chunk") + "\"choices\":[],\"usage\":" + usage() + "}";
      events.add(new Event(usageOnly, false));
    }
    return events;
  }

  private void add(List<Event> events, String delta) {
    events.add(new Event(chunk(delta, "null", ""), false));
  }

  private void addCalls(List<Event> events) {
    if (!reply.toolForm().pieces()) {
      add(events, "{\"tool_calls\":" + wholeCalls(true) + "}");
      return;
    }
    for (int i = 0; i < reply.calls().size(); i++) {
      ToolCall call = reply.calls().get(i);
      add(events, "{\"tool_calls\":[" + call(call.withoutArguments(), i, true) + "]}");
      for (String piece : pieces(call.arguments())) {
        String index = reply.toolForm().index() ? "\"index\":" + i + "," : "";
        String function = "\"function\":{\"arguments\":" + quoted(piece) + "}";
        add(events, "{\"tool_calls\":[{" + index + function + "}]}");
      }
    }
  }

  private String wholeCalls(boolean stream) {
    return IntStream.range(0, reply.calls().size())
        .mapToObj(i -> call(reply.calls().get(i), i, stream))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private String call(ToolCall call, int index, boolean stream) {
    Content.ToolForm form = reply.toolForm();
    var json = new StringBuilder("{");
    if (stream && form.index()) {
      json.append("\"index\":").append(index).append(',');
    }
    if (form.ids() != Content.IdStyle.ABSENT) {
      json.append("\"id\":").append(quoted(call.id())).append(',');
    }
    if (form.type()) {
      json.append("\"type\":\"function\",");
    }
    json.append("\"function\":{\"name\":").append(quoted(call.name()));
    if (form.arguments()) {
      json.append(",\"arguments\":").append(quoted(call.arguments()));
    }
    return json.append("}}").toString();
  }

  /** Four characters each, never through a surrogate pair. */
  private static List<String> pieces(String arguments) {
    List<String> pieces = new ArrayList<>();
    for (int from = 0; from < arguments.length(); ) {
      int to = Math.min(from + 4, arguments.length());
      if (to < arguments.length() && Character.isLowSurrogate(arguments.charAt(to))) {
        to++;
      }
      pieces.add(arguments.substring(from, to));
      from = to;
    }
    return pieces;
  }

  private String chunk(String delta, String finish, String more) {
    return head("chat.completion.chunk")
        + "\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]"
        + more
        + "}";
  }

  private String head(String object) {
    return "{\"id\":"
        + quoted(id)
        + ",\"object\":\""
        + object
        + "\",\"created\":"
        + created
        + ",\"model\":"
        + quoted(model)
        + ",";
  }

  private String thoughts(String some) {
    return switch (reply.thoughtField()) {
      case REASONING_CONTENT -> some.isEmpty() ? "" : ",\"reasoning_content\":" + quoted(some);
      case REASONING -> some.isEmpty() ? "" : ",\"reasoning\":" + quoted(some);
      case THINK_TAGS -> "";
    };
  }

  private String finish() {
    return quoted(reply.finishReason());
  }

  private String usage() {
    int prompt = reply.promptTokens();
    int completion = reply.completionTokens();
    return "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
        .formatted(prompt, completion, prompt + completion);
  }

  private static String quoted(String text) {
    return new String(JsonString.quote(text), UTF_8);
  }
}
