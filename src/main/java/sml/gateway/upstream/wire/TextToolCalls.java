package sml.gateway.upstream.wire;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.RawObject;

/** Recognises tool calls that a model wrote as text, as JSON or with tags. */
final class TextToolCalls {
  private static final List<String> NAMES = List.of("name", "tool", "function", "tool_name");
  private static final List<String> ARGUMENTS =
      List.of("arguments", "parameters", "args", "input");
  private static final List<String> OTHERS =
      List.of("type", "id", "index", "tool_calls", "function_call");
  private static final List<String> TAGS =
      List.of("tool_call", "tool_calls", "function_call", "function_calls", "functioncall");

  private TextToolCalls() {}

  /**
   * One call.
   *
   * @param id new, of OpenAI's form
   * @param arguments a JSON object
   */
  record Call(String id, String name, String arguments) {}

  /** All calls if {@code text} consists of nothing else and each was offered; else none. */
  static List<Call> parse(String text, Set<String> offered) {
    String body = withoutFence(text.strip());
    List<Call> calls = new ArrayList<>();
    boolean all = body.startsWith("<") ? tags(body, calls) : json(body, calls, true);
    return all && calls.stream().allMatch(call -> offered.contains(call.name))
        ? calls
        : List.of();
  }

  /** True when a JSON object that begins with this key may be a tool call. */
  static boolean mayBeginWith(String key) {
    return NAMES.contains(key) || ARGUMENTS.contains(key) || OTHERS.contains(key);
  }

  private static String withoutFence(String text) {
    int line = text.indexOf('\n');
    if (!text.startsWith("```") || !text.endsWith("```") || line < 0 || text.length() < 7) {
      return text;
    }
    return text.substring(line + 1, Math.max(line + 1, text.length() - 3)).strip();
  }

  private static boolean tags(String body, List<Call> calls) {
    String rest = body;
    while (!rest.isEmpty()) {
      if (!rest.startsWith("<")) {
        return false;
      }
      int close = rest.indexOf('>');
      if (close < 0) {
        return false;
      }
      String tag = rest.substring(1, close).strip();
      boolean named = tag.startsWith("function=");
      if (!named && !TAGS.contains(tag)) {
        return false;
      }
      String end = "</" + (named ? "function" : tag) + ">";
      int stop = rest.indexOf(end, close);
      String inner = rest.substring(close + 1, stop < 0 ? rest.length() : stop).strip();
      boolean good = named ? function(tag.substring(9), inner, calls) : inner(inner, calls);
      if (!good) {
        return false;
      }
      rest = stop < 0 ? "" : rest.substring(stop + end.length()).strip();
    }
    return !calls.isEmpty();
  }

  private static boolean inner(String inner, List<Call> calls) {
    return inner.startsWith("<") ? tags(inner, calls) : json(inner, calls, false);
  }

  private static boolean function(String name, String inner, List<Call> calls) {
    JsonNode arguments =
        inner.startsWith("<") || inner.isEmpty() ? parameters(inner) : tree(inner);
    return add(name.strip(), arguments, calls);
  }

  private static @Nullable JsonNode parameters(String inner) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    String rest = inner;
    while (!rest.isEmpty()) {
      int close = rest.indexOf('>');
      int stop = rest.indexOf("</parameter>");
      if (!rest.startsWith("<parameter=") || close < 0 || stop < close) {
        return null;
      }
      String value = rest.substring(close + 1, stop).strip();
      JsonNode parsed = tree(value);
      arguments.set(
          rest.substring(11, close).strip(),
          parsed == null ? JsonNodeFactory.instance.textNode(value) : parsed);
      rest = rest.substring(stop + 12).strip();
    }
    return arguments;
  }

  private static boolean json(String body, List<Call> calls, boolean argumentsNeeded) {
    JsonNode tree = tree(body);
    if (tree != null && tree.isArray() && !tree.isEmpty()) {
      boolean all = true;
      for (JsonNode element : tree) {
        all &= object(element, calls, argumentsNeeded);
      }
      return all;
    }
    return tree != null && object(tree, calls, argumentsNeeded);
  }

  private static boolean object(JsonNode node, List<Call> calls, boolean argumentsNeeded) {
    if (!node.isObject() || node.isEmpty()) {
      return false;
    }
    JsonNode wrapped = node.get("tool_calls");
    if (wrapped != null && wrapped.isArray() && !wrapped.isEmpty()) {
      boolean all = node.size() == 1;
      for (JsonNode element : wrapped) {
        all &= object(element, calls, argumentsNeeded);
      }
      return all;
    }
    for (String inner : List.of("function", "function_call")) {
      if (node.path(inner).isObject()) {
        return object(node.path(inner), calls, argumentsNeeded);
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
    return name != null && add(name, arguments, calls);
  }

  private static boolean add(String name, @Nullable JsonNode arguments, List<Call> calls) {
    JsonNode parsed =
        arguments != null && arguments.isTextual() ? tree(arguments.textValue()) : arguments;
    if (parsed == null || !parsed.isObject()) {
      return false;
    }
    calls.add(new Call(NewIds.call(), name, parsed.toString()));
    return true;
  }

  /** Exactly one JSON value, or null. */
  static @Nullable JsonNode tree(String text) {
    try (JsonParser parser = RawObject.EXACT.getFactory().createParser(text)) {
      JsonNode node = RawObject.EXACT.readTree(parser);
      return node == null || node.isMissingNode() || parser.nextToken() != null ? null : node;
    } catch (JacksonException noJson) {
      return null;
    } catch (IOException impossible) {
      throw new java.io.UncheckedIOException(impossible);
    }
  }
}
