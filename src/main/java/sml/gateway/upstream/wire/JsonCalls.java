package sml.gateway.upstream.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;

/**
 * Reads tool calls out of JSON values: objects with a name and arguments under the words that
 * models use for them, alone, in a list or wrapped as OpenAI wraps them. Only offered tools count.
 */
final class JsonCalls {
  private static final List<String> NAMES = List.of("name", "tool", "function", "tool_name");
  private static final List<String> ARGUMENTS = List.of("arguments", "parameters", "args", "input");
  private static final List<String> OTHERS =
      List.of("type", "id", "index", "tool_calls", "function_call");

  private final OfferedTools offered;
  private final List<TextCall> calls = new ArrayList<>(2);

  JsonCalls(OfferedTools offered) {
    this.offered = offered;
  }

  List<TextCall> calls() {
    return calls;
  }

  /** True when a JSON object that begins with this member may be a tool call. */
  static boolean mayBeginWith(String member) {
    return NAMES.contains(member) || ARGUMENTS.contains(member) || OTHERS.contains(member);
  }

  /**
   * Takes the calls of a value; false when it is anything else.
   *
   * @param argumentsNeeded an object without arguments is no call
   */
  boolean take(@Nullable JsonNode value, boolean argumentsNeeded) {
    if (value == null || value.isEmpty()) {
      return false;
    }
    if (!value.isArray()) {
      return object(value, argumentsNeeded);
    }
    boolean all = true;
    for (JsonNode element : value) {
      all &= object(element, argumentsNeeded);
    }
    return all;
  }

  /** Takes one call; false when it is none. */
  boolean add(String name, @Nullable JsonNode arguments) {
    JsonNode parsed =
        arguments != null && arguments.isTextual() ? tree(arguments.textValue()) : arguments;
    String plain =
        !offered.contains(name) && name.startsWith("functions.") ? name.substring(10) : name;
    if (parsed == null || !parsed.isObject() || !offered.contains(plain)) {
      return false;
    }
    calls.add(new TextCall(NewIds.call(), plain, parsed.toString()));
    return true;
  }

  private boolean object(JsonNode node, boolean argumentsNeeded) {
    if (!node.isObject() || node.isEmpty()) {
      return false;
    }
    JsonNode wrapped = node.get("tool_calls");
    if (wrapped != null && wrapped.isArray()) {
      return node.size() == 1 && take(wrapped, argumentsNeeded);
    }
    for (String inner : List.of("function", "function_call")) {
      if (node.path(inner).isObject()) {
        return object(node.path(inner), argumentsNeeded);
      }
    }
    String name = null;
    JsonNode arguments = argumentsNeeded ? null : JsonNodeFactory.instance.objectNode();
    for (var member : node.properties()) {
      if (!mayBeginWith(member.getKey())) {
        return false;
      }
      if (name == null && NAMES.contains(member.getKey())) {
        name = member.getValue().textValue();
      } else if (ARGUMENTS.contains(member.getKey())) {
        arguments = member.getValue();
      }
    }
    return name != null && add(name, arguments);
  }

  /** True for exactly one JSON value; nothing of it is kept. */
  static boolean isJson(String text) {
    try (JsonParser parser = RawObject.EXACT.getFactory().createParser(text)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();
      return parser.nextToken() == null;
    } catch (JacksonException noJson) {
      return false;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** Exactly one JSON value, or null. */
  static @Nullable JsonNode tree(String text) {
    try (JsonParser parser = RawObject.EXACT.getFactory().createParser(text)) {
      JsonNode node = RawObject.EXACT.readTree(parser);
      return node == null || node.isMissingNode() || parser.nextToken() != null ? null : node;
    } catch (JacksonException noJson) {
      return null;
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
