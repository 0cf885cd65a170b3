package sml.gateway.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads tool calls that a model wrote between the marks of its chat template: Hermes, Qwen, GLM,
 * MiniMax, DeepSeek, Kimi, Mistral, Llama, Granite and gpt-oss. The text must consist of calls up
 * to its end; a mark that closes the last one may be missing.
 */
final class MarkedCalls {
  private static final String NAMED = "(?:tool_calls?|function_calls?|functioncall)>";
  private static final String NAME = "([\\w.-]{1,128})";
  private static final String PREFIX = "(?:minimax:|｜DSML｜)?";

  private static final Pattern OPENING =
      Pattern.compile(
          "<"
              + PREFIX
              + NAMED
              + "|<\\|tool_call(?:_begin|s_section_begin)?\\|>|<\\|python_tag\\|>"
              + "|\\[TOOL_CALLS]|<｜tool▁calls?▁begin｜>"
              + "|(?:<\\|start\\|>assistant)?<\\|channel\\|>commentary to=(?=functions\\.)");
  private static final Pattern CLOSING =
      Pattern.compile(
          "(?:```\\s*)?(?:</"
              + PREFIX
              + NAMED
              + "|<\\|tool_call(?:_end|s_section_end)\\|>|<｜tool▁calls?▁end｜>|<\\|call\\|>"
              + "|<\\|(?:eom_id|eot_id|im_end|end|endoftext)\\|>|</s>|<｜end▁of▁sentence｜>)");

  /** A function as a tag, its parameters as tags inside. */
  private static final Pattern FUNCTION =
      Pattern.compile("<(?:function=|(?:｜DSML｜)?invoke name=\")" + NAME + "\"?\\s*>");

  private static final Pattern FUNCTION_END =
      Pattern.compile("\\s*</(?:function|(?:｜DSML｜)?invoke)>");
  private static final Pattern PARAMETER =
      Pattern.compile(
          "\\s*<(?:｜DSML｜)?parameter(?:=| name=\")([^>\"\\n]{1,200})\"?"
              + "(?: string=\"(true|false)\")?\\s*>");
  private static final Pattern PARAMETER_END =
      Pattern.compile("</(?:｜DSML｜)?parameter>(?=\\s*(?:</?(?:｜DSML｜)?(?:p|f|i)|$))");

  /** The name before its arguments, with what the templates put around it. */
  private static final Pattern HEAD =
      Pattern.compile(
          "(?:function<｜tool▁sep｜>)?"
              + NAME
              + "(?::\\d{1,6})?\\s*(?:\\[CALL_ID]\\w{1,64})?\\s*"
              + "(?:\\[ARGS]|<\\|tool_call_argument_begin\\|>|<｜tool▁sep｜>"
              + "|(?:<\\|constrain\\|>)?(?:json)?<\\|message\\|>)?"
              + "\\s*(?:```(?:json)?\\s*)?(?=\\{)");

  private static final Pattern GLM_HEAD = Pattern.compile(NAME + "\\s*(?=<arg_key>|</tool_call>)");
  private static final Pattern GLM_KEY =
      Pattern.compile("\\s*<arg_key>([^<\\n]{1,200})</arg_key>\\s*<arg_value>");
  private static final Pattern GLM_VALUE_END =
      Pattern.compile("</arg_value>(?=\\s*(?:<arg_key>|</tool_call>|$))");

  private static final int NONE = -1;

  private final String text;
  private final boolean complete;
  private final OfferedTools offered;
  private final JsonCalls calls;

  /** The text ended in the middle of something that fitted so far. */
  private boolean cut;

  private boolean inside;

  /** What a text turned out to be. */
  enum Outcome {
    CALLS,
    TEXT,
    /** More text is needed to decide. */
    OPEN
  }

  /**
   * Reads {@code text}.
   *
   * @param complete nothing follows it
   */
  MarkedCalls(String text, boolean complete, OfferedTools offered) {
    this.text = text;
    this.complete = complete;
    this.offered = offered;
    this.calls = new JsonCalls(offered);
  }

  /** True when calls may begin here; also when the text ends before that can be decided. */
  static boolean mayBeginAt(CharSequence text, int at, boolean complete) {
    for (Pattern start : List.of(OPENING, FUNCTION)) {
      Matcher matcher = start.matcher(text).region(at, text.length());
      if (matcher.lookingAt() || (!complete && matcher.hitEnd())) {
        return true;
      }
    }
    return false;
  }

  List<TextCall> calls() {
    return calls.calls();
  }

  Outcome read() {
    int at = 0;
    while (true) {
      at = BareCall.skipBlank(text, at);
      if (at == text.length()) {
        return !complete ? Outcome.OPEN : calls().isEmpty() ? Outcome.TEXT : Outcome.CALLS;
      }
      cut = false;
      at = item(at);
      if (at == NONE) {
        return cut && !complete ? Outcome.OPEN : Outcome.TEXT;
      }
    }
  }

  /** Reads a mark or a call; gives back where it ends. */
  private int item(int at) {
    Matcher mark = matcher(OPENING);
    if (fits(mark, at)) {
      inside = true;
      return mark.end();
    }
    mark = matcher(CLOSING);
    if (fits(mark, at)) {
      inside = false;
      return mark.end();
    }
    Matcher function = matcher(FUNCTION);
    if (fits(function, at)) {
      return function(name(function.group(1)), function.end());
    }
    if (!inside) {
      return NONE;
    }
    return switch (text.charAt(at)) {
      case ';', ',' -> at + 1;
      case '{', '[' -> json(at);
      default -> named(at);
    };
  }

  private int json(int at) {
    int end = jsonEnd(at);
    return end > 0 && calls.take(JsonCalls.tree(text.substring(at, end)), false) ? end : NONE;
  }

  private int named(int at) {
    Matcher head = matcher(HEAD);
    if (fits(head, at)) {
      int end = jsonEnd(head.end());
      boolean good =
          end > 0 && calls.add(head.group(1), JsonCalls.tree(text.substring(head.end(), end)));
      return good ? end : NONE;
    }
    Matcher glm = matcher(GLM_HEAD);
    return fits(glm, at) ? pairs(name(glm.group(1)), glm.end()) : NONE;
  }

  private int function(String name, int from) {
    int at = BareCall.skipBlank(text, from);
    if (at < text.length() && text.charAt(at) == '{') {
      int end = jsonEnd(at);
      if (end < 0 || !calls.add(name, JsonCalls.tree(text.substring(at, end)))) {
        return NONE;
      }
      return functionEnd(end);
    }
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    Matcher parameter = matcher(PARAMETER);
    Matcher close = matcher(PARAMETER_END);
    while (fits(parameter, at)) {
      if (!finds(close, parameter.end())) {
        return NONE;
      }
      String key = parameter.group(1).strip();
      String value = withoutLineEnds(text.substring(parameter.end(), close.start()));
      boolean isText = "true".equals(parameter.group(2)) || offered.isText(name, key);
      arguments.set(key, value(value, isText));
      at = close.end();
    }
    int end = arguments.isEmpty() ? closed(at) : functionEnd(at);
    return end != NONE && calls.add(name, arguments) ? end : NONE;
  }

  private int functionEnd(int at) {
    boolean over = complete && BareCall.skipBlank(text, at) == text.length();
    return over ? text.length() : closed(at);
  }

  private int closed(int at) {
    Matcher close = matcher(FUNCTION_END);
    return fits(close, at) ? close.end() : NONE;
  }

  private int pairs(String name, int from) {
    ObjectNode arguments = JsonNodeFactory.instance.objectNode();
    int at = from;
    Matcher key = matcher(GLM_KEY);
    Matcher close = matcher(GLM_VALUE_END);
    while (fits(key, at)) {
      if (!finds(close, key.end())) {
        return NONE;
      }
      String value = text.substring(key.end(), close.start());
      arguments.set(key.group(1).strip(), value(value, offered.isText(name, key.group(1).strip())));
      at = close.end();
    }
    // more pairs may follow
    return (complete || !cut) && calls.add(name, arguments) ? at : NONE;
  }

  /** A value without quotes is JSON if it can be, unless the schema says that it is a string. */
  private static JsonNode value(String written, boolean isText) {
    JsonNode parsed = isText ? null : JsonCalls.tree(written);
    return parsed == null ? JsonNodeFactory.instance.textNode(written) : parsed;
  }

  /** The name as it was offered; templates put "functions." before it. */
  private String name(String written) {
    boolean longer = !offered.contains(written) && written.startsWith("functions.");
    return longer ? written.substring("functions.".length()) : written;
  }

  private static String withoutLineEnds(String value) {
    int from = value.startsWith("\n") ? 1 : 0;
    int to = value.length() > from && value.endsWith("\n") ? value.length() - 1 : value.length();
    return value.substring(from, to);
  }

  private Matcher matcher(Pattern pattern) {
    return pattern.matcher(text);
  }

  private boolean fits(Matcher matcher, int at) {
    boolean fits = matcher.region(at, text.length()).lookingAt();
    cut |= !fits && matcher.hitEnd();
    return fits;
  }

  private boolean finds(Matcher matcher, int from) {
    boolean found = matcher.region(from, text.length()).find();
    cut |= !found;
    // at the end of a text that goes on, what follows decides
    boolean decided = complete || !found || !matcher.hitEnd();
    cut |= !decided;
    return found && decided;
  }

  /** Where the JSON value ends that begins at {@code at}; negative when the text ends before. */
  private int jsonEnd(int at) {
    var value = new JsonValueEnd();
    int end = at + value.take(text.substring(at)).length();
    cut |= !value.closed();
    return value.closed() ? end : NONE;
  }
}
