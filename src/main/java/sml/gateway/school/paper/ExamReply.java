package sml.gateway.school.paper;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sml.gateway.json.RawObject;

/**
 * What a model answered, without its thoughts.
 *
 * @param text empty when it only called tools; what is longer than any answer is cut
 */
public record ExamReply(String text, List<ToolCall> toolCalls) {
  private static final Pattern TAG =
      Pattern.compile("(?i)(?<![`\"'])<(/?)(?:think|thinking|thoughts?|reasoning)\\s?>");
  private static final int LONGEST = 32_000;
  private static final ObjectReader ONE_OBJECT =
      RawObject.EXACT.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /**
   * A tool the model wants called.
   *
   * @param arguments JSON as the model wrote it, maybe not even JSON
   */
  public record ToolCall(String name, String arguments) {}

  /**
   * Thoughts between {@code <think>} tags are taken out, also when a tag of the pair is missing.
   */
  public ExamReply {
    text = withoutThoughts(text);
    toolCalls = List.copyOf(toolCalls);
  }

  /** A reply in words alone. */
  public static ExamReply text(String text) {
    return new ExamReply(text, List.of());
  }

  /** A reply that calls one tool. */
  public static ExamReply call(String name, String arguments) {
    return new ExamReply("", List.of(new ToolCall(name, arguments)));
  }

  /**
   * Reads the first choice of an OpenAI {@code chat.completion}. Content may be text, parts or
   * null; arguments may be text or an object.
   *
   * @throws IOException when it is not JSON or has no choice with a message
   */
  public static ExamReply of(byte[] json) throws IOException {
    JsonNode message = RawObject.EXACT.readTree(json).path("choices").path(0).path("message");
    if (!message.isObject()) {
      throw new IOException("the answer has no choices[0].message");
    }
    List<ToolCall> calls = new ArrayList<>();
    for (JsonNode call : message.path("tool_calls")) {
      JsonNode function = call.path("function");
      calls.add(new ToolCall(function.path("name").asText(""), words(function.path("arguments"))));
    }
    return new ExamReply(content(message.path("content")), calls);
  }

  /** The one JSON object in its text; prose and fences around it are ignored. */
  public Optional<JsonNode> object() {
    int open = text.indexOf('{');
    int close = text.lastIndexOf('}');
    if (open < 0 || close < open) {
      return Optional.empty();
    }
    try {
      return Optional.of(ONE_OBJECT.readTree(text.substring(open, close + 1)));
    } catch (IOException none) {
      return Optional.empty();
    }
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

  /** A stray closing tag ends thoughts that began without one. */
  private static String withoutThoughts(String text) {
    var kept = new StringBuilder();
    int from = 0;
    boolean thinking = false;
    Matcher tag = TAG.matcher(text);
    while (tag.find()) {
      if (!tag.group(1).isEmpty()) {
        if (!thinking) {
          kept.setLength(0);
        }
        thinking = false;
        from = tag.end();
      } else if (!thinking) {
        kept.append(text, from, tag.start());
        thinking = true;
      }
    }
    if (!thinking) {
      kept.append(text, from, text.length());
    }
    String answer = kept.toString().strip();
    return answer.length() > LONGEST ? answer.substring(0, LONGEST) : answer;
  }
}
