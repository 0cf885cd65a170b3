package sml.gateway.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Repairs one choice of a complete answer in place, and tells what it holds. */
final class WholeChoice {
  private final ObjectNode choice;
  private final ObjectNode message;
  private boolean changed;
  private boolean called;
  private @Nullable String fault;
  private String text = "";
  private String finish = "stop";
  private ReasoningSign sign = ReasoningSign.NONE;

  private WholeChoice(ObjectNode choice, ObjectNode message, boolean made) {
    this.choice = choice;
    this.message = message;
    this.changed = made;
  }

  /** The repaired choice; null when it has no message and was not taken away by a filter. */
  static @Nullable WholeChoice of(ObjectNode choice, int position, Expected expected) {
    String written = choice.path("finish_reason").textValue();
    boolean filtered = ChoiceState.finishReason(written, false).equals("content_filter");
    boolean made = !(choice.get("message") instanceof ObjectNode);
    if (made && !filtered) {
      return null;
    }
    ObjectNode message =
        choice.get("message") instanceof ObjectNode given ? given : choice.putObject("message");
    var whole = new WholeChoice(choice, message, made);
    whole.role();
    whole.content();
    whole.thoughts(expected.reasoning());
    whole.tools(written);
    whole.textCalls(expected.tools());
    whole.finish(written, position);
    return whole;
  }

  boolean changed() {
    return changed;
  }

  /** Why it is no answer; null when it is one. */
  @Nullable String fault() {
    return fault;
  }

  String text() {
    return text;
  }

  ReasoningSign sign() {
    return sign;
  }

  String finish() {
    return finish;
  }

  boolean hasContent() {
    return !text.isEmpty()
        || called
        || message.path("function_call").isObject()
        || filled("reasoning_content")
        || filled("reasoning")
        || filled("refusal")
        || finish.equals("content_filter");
  }

  private boolean filled(String name) {
    return !message.path(name).asText("").isEmpty();
  }

  private void role() {
    if (!message.path("role").isTextual() || message.path("role").textValue().isEmpty()) {
      message.put("role", "assistant");
      changed = true;
    }
  }

  private void content() {
    JsonNode content = message.get("content");
    if (content == null) {
      message.putNull("content");
      changed = true;
    } else if (content.isTextual()) {
      text = content.textValue();
    } else if (!content.isNull()) {
      ContentParts parts = ContentParts.of(content);
      setText(parts.text());
      think(parts.thoughts());
    }
  }

  private void thoughts(Reasoning kind) {
    boolean separated = filled("reasoning_content") || filled("reasoning");
    boolean unopened = kind == Reasoning.TAGGED && !separated && UnopenedTag.in(text) > 0;
    var splitter = new ReasoningSplitter(unopened ? Reasoning.OPENED_BY_PROMPT : kind);
    if (separated) {
      splitter.separated();
    }
    splitter.split(text);
    splitter.finish();
    sign = splitter.sign();
    String rest = splitter.text();
    if (!rest.equals(text)) {
      setText(rest);
      think(splitter.reasoning());
    }
  }

  private void setText(String value) {
    text = value;
    message.put("content", value);
    changed = true;
  }

  private void think(String thoughts) {
    if (!thoughts.isEmpty()) {
      message.put("reasoning_content", message.path("reasoning_content").asText("") + thoughts);
      changed = true;
    }
  }

  private void tools(@Nullable String written) {
    Set<String> ids = new HashSet<>();
    for (JsonNode call : message.path("tool_calls")) {
      if (call instanceof ObjectNode object) {
        called = true;
        String id = object.path("id").asText("");
        if (id.isEmpty() || !ids.add(id)) {
          object.put("id", NewIds.call());
          changed = true;
        }
        if (!"function".equals(object.path("type").textValue())) {
          object.put("type", "function");
          changed = true;
        }
        arguments(object, written);
      }
    }
  }

  private void arguments(ObjectNode call, @Nullable String written) {
    if (!(call.get("function") instanceof ObjectNode function)) {
      fault = "a tool call without a function";
      return;
    }
    JsonNode given = function.path("arguments");
    String arguments = given.isContainerNode() ? given.toString() : given.asText("");
    if (given.isNull() || arguments.isBlank()) {
      arguments = "{}";
    }
    if (!given.isTextual() || !given.textValue().equals(arguments)) {
      function.put("arguments", arguments);
      changed = true;
    }
    boolean cut = ChoiceState.finishReason(written, false).equals("length");
    if (!cut && TextToolCalls.tree(arguments) == null) {
      fault = "a tool call whose arguments are no JSON";
    }
  }

  private void textCalls(Set<String> offered) {
    if (offered.isEmpty() || text.isBlank() || !TextHold.mayBeCall(text)) {
      return;
    }
    List<TextToolCalls.Call> calls = TextToolCalls.parse(text, offered);
    if (calls.isEmpty()) {
      return;
    }
    text = "";
    message.putNull("content");
    changed = true;
    if (called) {
      return;
    }
    called = true;
    ArrayNode out = message.putArray("tool_calls");
    for (TextToolCalls.Call call : calls) {
      ObjectNode made = out.addObject().put("id", call.id()).put("type", "function");
      made.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    }
  }

  private void finish(@Nullable String written, int position) {
    if (ChoiceState.isFault(written)) {
      fault = "the model ended with an error";
    }
    finish = ChoiceState.finishReason(written, called);
    if (finish.equals("stop") && message.path("function_call").isObject()) {
      finish = "function_call";
    }
    if (!finish.equals(written)) {
      choice.put("finish_reason", finish);
      changed = true;
    }
    if (!choice.path("index").isIntegralNumber()) {
      choice.put("index", position);
      changed = true;
    }
  }
}
