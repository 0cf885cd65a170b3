package sml.gateway.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;

/**
 * Joins the chunks of a stream, as {@link ChunkReader} gives them, to one complete answer: texts
 * are put together, lists are joined by the index of their elements, and of anything else the last
 * value counts. Unknown members are kept, too.
 */
final class ChunksToWhole {
  /** Texts that are repeated rather than continued. */
  private static final Set<String> REPEATED = Set.of("role", "type", "id", "format", "signature");

  /** What an element of a list costs beside its texts. */
  private static final int ELEMENT = 16;

  /** Members that only hide how long a chunk is. */
  private static final Set<String> PADDING = Set.of("obfuscation", "p");

  private final ObjectNode answer = JsonNodeFactory.instance.objectNode();
  private final Map<Integer, ObjectNode> choices = new TreeMap<>();
  private long size;

  /** Text under way by the object and member it belongs to; joining strings would be quadratic. */
  private final Map<ObjectNode, Map<String, StringBuilder>> texts = new IdentityHashMap<>();

  void add(RawObject chunk) throws IOException {
    for (var member : chunk.tree().properties()) {
      if (member.getKey().equals("choices")) {
        member.getValue().forEach(this::choice);
      } else if (!PADDING.contains(member.getKey())
          && (!member.getValue().isNull() || !answer.has(member.getKey()))) {
        answer.set(member.getKey(), member.getValue());
      }
    }
  }

  /** About how many characters were joined. */
  long size() {
    return size;
  }

  byte[] json() throws IOException {
    texts.forEach(
        (holder, members) -> members.forEach((name, text) -> holder.put(name, text.toString())));
    answer.put("object", "chat.completion");
    ArrayNode all = answer.putArray("choices");
    choices.values().forEach(all::add);
    for (JsonNode choice : all) {
      finish(choice.path("message"));
    }
    return RawObject.EXACT.writeValueAsBytes(answer);
  }

  /** Gives a message the form of a complete one. */
  private static void finish(JsonNode message) {
    JsonNode calls = message.path("tool_calls");
    calls.forEach(call -> ((ObjectNode) call).remove("index"));
    boolean silent = message.path("content").asText("-").isEmpty();
    if (silent && !calls.isEmpty()) {
      ((ObjectNode) message).putNull("content");
    }
  }

  private void choice(JsonNode chunk) {
    int index = chunk.path("index").asInt();
    ObjectNode choice =
        choices.computeIfAbsent(
            index, made -> JsonNodeFactory.instance.objectNode().put("index", index));
    for (var member : chunk.properties()) {
      String name = member.getKey();
      if (name.equals("delta")) {
        merge(choice.withObjectProperty("message"), member.getValue());
      } else if (member.getValue().isObject()) {
        merge(choice.withObjectProperty(name), member.getValue());
      } else if (!member.getValue().isNull() || !choice.has(name)) {
        choice.set(name, member.getValue());
      }
    }
  }

  private void merge(ObjectNode to, JsonNode from) {
    for (var member : from.properties()) {
      String name = member.getKey();
      switch (member.getValue()) {
        case TextNode text when !REPEATED.contains(name) -> append(to, name, text.textValue());
        case ObjectNode object -> merge(objectIn(to, name), object);
        case ArrayNode list ->
            join(to.path(name) instanceof ArrayNode had ? had : to.putArray(name), list);
        case JsonNode value when value.isNull() && to.has(name) -> {}
        case JsonNode value -> to.set(name, value);
      }
    }
  }

  private static ObjectNode objectIn(ObjectNode to, String name) {
    return to.path(name) instanceof ObjectNode had ? had : to.putObject(name);
  }

  private void append(ObjectNode to, String name, String text) {
    size += text.length();
    Map<String, StringBuilder> members = texts.computeIfAbsent(to, first -> new HashMap<>(4));
    StringBuilder had = members.get(name);
    if (had == null) {
      // its place among the members
      to.put(name, "");
      members.put(name, new StringBuilder(text));
    } else {
      had.append(text);
    }
  }

  private void join(ArrayNode to, ArrayNode from) {
    for (JsonNode element : from) {
      ObjectNode same = element.has("index") ? withIndex(to, element.path("index").asInt()) : null;
      if (same == null && element.isObject()) {
        size += ELEMENT;
        merge(to.addObject(), element);
      } else if (same == null) {
        size += element.toString().length();
        to.add(element);
      } else {
        merge(same, element);
      }
    }
  }

  private static @Nullable ObjectNode withIndex(ArrayNode list, int index) {
    for (JsonNode element : list) {
      if (element instanceof ObjectNode object && object.path("index").asInt(-1) == index) {
        return object;
      }
    }
    return null;
  }
}
