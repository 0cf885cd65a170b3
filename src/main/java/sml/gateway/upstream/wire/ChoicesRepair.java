package sml.gateway.upstream.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import sml.gateway.json.RawObject;

/** Writes the choices of a chunk anew, the way {@link ChoiceState} decided. */
final class ChoicesRepair {
  private static final String MESSAGE = "message";

  private ChoicesRepair() {}

  /** The repaired choices; {@code deltas} are those read from {@code choices}, in order. */
  static byte[] apply(JsonNode choices, List<ChoiceDelta> deltas) throws JsonProcessingException {
    ArrayNode out = RawObject.EXACT.createArrayNode();
    int position = 0;
    for (JsonNode choice : choices) {
      if (choice instanceof ObjectNode object) {
        ChoiceDelta delta = deltas.get(position);
        if (delta.changed()) {
          repair(object, "delta", delta, position);
        }
        out.add(object);
        position++;
      }
    }
    return RawObject.EXACT.writeValueAsBytes(out);
  }

  /** A choice that is made of {@code rest} alone. */
  static byte[] make(List<ChoiceDelta> rest) throws JsonProcessingException {
    ArrayNode out = RawObject.EXACT.createArrayNode();
    for (ChoiceDelta delta : rest) {
      ObjectNode choice = out.addObject().put("index", delta.index);
      choice.putObject("delta");
      choice.putNull("finish_reason");
      repair(choice, "delta", delta, delta.index);
    }
    return RawObject.EXACT.writeValueAsBytes(out);
  }

  /** Repairs a choice of a whole answer; true when anything was to be changed. */
  static boolean whole(ObjectNode choice, ChoiceDelta delta, int position) {
    boolean without = !choice.path(MESSAGE).has("content");
    if (!delta.changed() && !without) {
      return false;
    }
    repair(choice, MESSAGE, delta, position);
    ObjectNode message = (ObjectNode) choice.path(MESSAGE);
    message.path("tool_calls").forEach(call -> ((ObjectNode) call).remove("index"));
    if (without || (delta.text.isEmpty() && !delta.calls.isEmpty())) {
      message.putNull("content");
    }
    return true;
  }

  private static void repair(ObjectNode choice, String member, ChoiceDelta delta, int position) {
    if (delta.index < 0) {
      choice.put("index", position);
    }
    ObjectNode inner =
        choice.get(member) instanceof ObjectNode given ? given : choice.putObject(member);
    if (delta.newRole) {
      inner.put("role", "assistant");
    }
    if (delta.newText) {
      text(inner, delta);
    }
    if (delta.newTools) {
      tools(inner, delta);
    }
    if (delta.newFinish) {
      choice.put("finish_reason", delta.finishOut);
    }
  }

  private static void text(ObjectNode inner, ChoiceDelta delta) {
    inner.put("content", delta.text);
    if (!delta.thoughts.isEmpty()) {
      String before = inner.path("reasoning_content").asText("");
      inner.put("reasoning_content", before + delta.thoughts);
    }
  }

  private static void tools(ObjectNode inner, ChoiceDelta delta) {
    JsonNode given =
        inner.path("tool_calls") instanceof ArrayNode list
            ? list
            : RawObject.EXACT.createArrayNode();
    ArrayNode out = inner.putArray("tool_calls");
    int position = 0;
    for (JsonNode call : given) {
      if (call instanceof ObjectNode object) {
        out.add(tool(object, delta.tools.get(position++), delta));
      }
    }
    for (int index : delta.emptyCalls) {
      if (delta.tools.stream().noneMatch(tool -> tool.indexOut == index)) {
        out.addObject().put("index", index).putObject("function").put("arguments", "{}");
      }
    }
    int index = delta.firstTextCall;
    for (TextCall call : delta.calls) {
      ObjectNode made = out.addObject().put("index", index++).put("id", call.id());
      made.put("type", "function");
      made.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    }
    if (out.isEmpty()) {
      inner.remove("tool_calls");
    }
  }

  private static ObjectNode tool(ObjectNode call, ChoiceDelta.Tool tool, ChoiceDelta delta) {
    call.put("index", tool.indexOut);
    if (tool.idOut == null) {
      call.remove("id");
    } else {
      call.put("id", tool.idOut);
    }
    if (tool.custom) {
      return call;
    }
    if (tool.first) {
      call.put("type", "function");
    }
    ObjectNode function =
        call.get("function") instanceof ObjectNode given ? given : call.putObject("function");
    if (tool.nameOut == null) {
      function.remove("name");
    } else {
      function.put("name", tool.nameOut);
    }
    boolean empty = tool.argumentsOut == null || tool.argumentsOut.isBlank();
    if (empty && delta.emptyCalls.contains(tool.indexOut)) {
      function.put("arguments", "{}");
    } else if (tool.first || tool.arguments != null) {
      function.put("arguments", tool.argumentsOut == null ? "" : tool.argumentsOut);
    }
    return call;
  }
}
