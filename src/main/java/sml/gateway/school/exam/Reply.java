package sml.gateway.school.exam;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import sml.gateway.chat.RawObject;

/**
 * What a model answered, without its thoughts.
 *
 * @param text never null; empty when it only called tools
 */
public record Reply(String text, List<ToolCall> toolCalls) {
  private static final String TAG = "(?:think|thinking|thought|thoughts|reasoning)";
  private static final Pattern THOUGHT = Pattern.compile("(?is)<(" + TAG + ")>.*?</\\1\\s*>");
  private static final Pattern UNOPENED = Pattern.compile("(?is)^.*</" + TAG + "\\s*>");
  private static final Pattern UNCLOSED = Pattern.compile("(?is)<" + TAG + ">.*$");

  /**
   * A tool the model wants called.
   *
   * @param arguments JSON as the model wrote it, maybe not even JSON
   */
  public record ToolCall(String name, String arguments) {}

  /**
   * Thoughts between {@code <think>} tags are taken out, also when a tag of the pair is missing.
   */
  public Reply {
    text = withoutThoughts(text);
    toolCalls = List.copyOf(toolCalls);
  }

  /** A reply in words alone. */
  public static Reply text(String text) {
    return new Reply(text, List.of());
  }

  /** A reply that calls one tool. */
  public static Reply call(String name, String arguments) {
    return new Reply("", List.of(new ToolCall(name, arguments)));
  }

  /**
   * Reads the first choice of an OpenAI {@code chat.completion}. Content may be text, parts or
   * null; arguments may be text or an object.
   *
   * @throws IOException when it is not JSON or has no choice with a message
   */
  public static Reply of(byte[] json) throws IOException {
    JsonNode message = RawObject.EXACT.readTree(json).path("choices").path(0).path("message");
    if (!message.isObject()) {
      throw new IOException("the answer has no choices[0].message");
    }
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      calls.add(new ToolCall(function.path("name").asText(""), words(function.path("arguments"))));
    }
    return new Reply(content(message.path("content")), calls);
  }

  private static String words(JsonNode arguments) {
    return arguments.isTextual() ? arguments.textValue() : arguments.toString();
  }

  private static String content(JsonNode content) {
    if (!content.isArray()) {
      return content.asText("");
    }
    var text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }

  private static String withoutThoughts(String text) {
    String closed = THOUGHT.matcher(text).replaceAll("");
    String opened = UNOPENED.matcher(closed).replaceFirst("");
    return UNCLOSED.matcher(opened).replaceFirst("").strip();
  }
}
