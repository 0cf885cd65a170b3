package sml.gateway.simulation.speech;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.simulation.AnswerKey;
import sml.gateway.simulation.speech.Content.ThoughtField;
import sml.gateway.simulation.speech.Content.ToolForm;
import sml.gateway.simulation.speech.Reply.ToolCall;

/** Decides what a simulated model says to one request. */
public final class Speaker {
  private static final Pattern SAY = Pattern.compile("(?i)\\bsay\\s+[\"“']([^\"”']+)[\"”']");
  private static final Pattern THAI = Pattern.compile("\\p{IsThai}");
  private static final Pattern WANTS_TOOL = Pattern.compile("(?i)use the tool|weather|อากาศ");
  private static final Pattern WANTS_TWO = Pattern.compile("(?i)\\b(both|parallel)\\b");
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final String model;
  private final JsonNode request;
  private final String raw;
  private final RandomGenerator random;

  /** {@code raw} is the request body as text. */
  public Speaker(String model, JsonNode request, String raw, RandomGenerator random) {
    this.model = model;
    this.request = request;
    this.raw = raw;
    this.random = random;
  }

  /** The reply to this request. */
  public Reply reply(Content content) {
    return switch (content) {
      case Content.Scripted scripted -> scripted.reply(this);
      case Content.Thinking thinking -> thinking(thinking);
      case Content.Lifelike lifelike -> lifelike(lifelike);
      case Content.ExamTaker examinee -> examinee(examinee);
    };
  }

  /** The text of a last message that is an assistant's, which is to be continued; else null. */
  public @Nullable String prefill() {
    return lastRole().equals("assistant") ? lastText() : null;
  }

  /** The reply without what the last message has said already. */
  public Reply continuing(Reply reply) {
    String said = prefill();
    return said == null || !reply.text().startsWith(said)
        ? reply
        : reply.text(reply.text().substring(said.length()));
  }

  private Reply examinee(Content.ExamTaker examinee) {
    JsonNode messages = request.path("messages");
    Optional<AnswerKey.Solution> solution = examinee.key().solve(messages);
    if (solution.isPresent()) {
      return said(answer(solution.get(), examinee.talent()));
    }
    return examinee.key().mark(messages).map(this::text).orElseGet(() -> reply(examinee.other()));
  }

  private AnswerKey.Said answer(AnswerKey.Solution solution, Talent talent) {
    if (solution.thai() && !talent.thai()) {
      return new AnswerKey.Said("I am sorry, I only know English.", List.of());
    }
    return random.nextDouble() < talent.in(solution.category())
        ? solution.right()
        : solution.nearMiss();
  }

  private Reply said(AnswerKey.Said said) {
    List<ToolCall> calls =
        said.calls().stream()
            .map(call -> new ToolCall(id(Content.IdStyle.OPENAI), call.name(), call.arguments()))
            .toList();
    return new Reply(said.text(), "", ThoughtField.REASONING, calls, ToolForm.OPENAI, tokens());
  }

  /** The request body as it came. */
  public String raw() {
    return raw;
  }

  /** This text and nothing else. */
  public Reply text(String text) {
    return new Reply(text, "", ThoughtField.REASONING, List.of(), ToolForm.OPENAI, tokens());
  }

  private int tokens() {
    return Math.max(1, raw.length() / 4);
  }

  private Reply thinking(Content.Thinking thinking) {
    Reply then = reply(thinking.then());
    if (thinking.field() == ThoughtField.THINK_TAGS) {
      return then.text("<think>" + thinking.thoughts() + "</think>" + then.text());
    }
    return new Reply(
        then.text(),
        thinking.thoughts(),
        thinking.field(),
        then.calls(),
        then.toolForm(),
        then.promptTokens());
  }

  /** Calls of the first offered tools, with arguments that satisfy their schemas. */
  public Reply tools(int count, ToolForm form) {
    JsonNode offered = request.path("tools");
    List<ToolCall> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JsonNode function = offered.path(offered.isEmpty() ? 0 : i % offered.size()).path("function");
      calls.add(call(form, function));
    }
    return new Reply("", "", ThoughtField.REASONING, calls, form, tokens());
  }

  private ToolCall call(ToolForm form, JsonNode function) {
    String name = function.path("name").asText("lookup");
    String arguments = SchemaFiller.fill(function.path("parameters"), random);
    return new ToolCall(id(form.ids()), name, arguments);
  }

  private String id(Content.IdStyle style) {
    return switch (style) {
      case OPENAI -> "call_" + letters(24);
      case NINE -> letters(9);
      case EMPTY, ABSENT -> "";
    };
  }

  private String letters(int count) {
    var letters = new StringBuilder(count);
    random.ints(count, 0, ALPHABET.length()).forEach(i -> letters.append(ALPHABET.charAt(i)));
    return letters.toString();
  }

  /** A JSON text that satisfies the schema of {@code response_format}. */
  public String json() {
    JsonNode format = request.path("response_format");
    JsonNode schema = format.path("json_schema").path("schema");
    return schema.isObject()
        ? SchemaFiller.fill(schema, random)
        : "{\"simulated\":true,\"answer\":\"This is a simulated answer.\"}";
  }

  private Reply lifelike(Content.Lifelike skills) {
    String question = lastUserText();
    if (lastRole().equals("tool")) {
      return text("Simulated answer. Tool said: " + lastText());
    }
    if (skills.tools() && mustCallTool(question)) {
      return named();
    }
    if (request.path("response_format").path("type").asText("").startsWith("json")) {
      return text(json());
    }
    Matcher say = SAY.matcher(question);
    if (say.find()) {
      return text(say.group(1));
    }
    return text(smallTalk(question, skills.thai()));
  }

  private boolean mustCallTool(String question) {
    JsonNode choice = request.path("tool_choice");
    if (request.path("tools").isEmpty() || choice.asText("").equals("none")) {
      return false;
    }
    return choice.isObject()
        || choice.asText("").equals("required")
        || WANTS_TOOL.matcher(question).find();
  }

  private Reply named() {
    String wanted = request.path("tool_choice").path("function").path("name").asText("");
    for (JsonNode tool : request.path("tools")) {
      if (tool.path("function").path("name").asText("").equals(wanted)) {
        List<ToolCall> calls = List.of(call(ToolForm.OPENAI, tool.path("function")));
        return new Reply("", "", ThoughtField.REASONING, calls, ToolForm.OPENAI, tokens());
      }
    }
    boolean two =
        request.path("parallel_tool_calls").asBoolean(true)
            && WANTS_TWO.matcher(lastUserText()).find();
    return tools(two ? 2 : 1, ToolForm.OPENAI);
  }

  private String smallTalk(String question, boolean thai) {
    String asked = question.length() > 200 ? question.substring(0, 200) + "…" : question;
    return thai && THAI.matcher(question).find()
        ? "นี่คือคำตอบจำลอง จาก " + model + " ไม่ได้มาจาก โมเดลจริง คุณถามว่า “" + asked + "”"
        : "This is a simulated answer from "
            + model
            + ", no real model. You asked: “"
            + asked
            + "”";
  }

  private String lastRole() {
    JsonNode messages = request.path("messages");
    return messages.path(messages.size() - 1).path("role").asText("");
  }

  private String lastText() {
    JsonNode messages = request.path("messages");
    return textOf(messages.path(messages.size() - 1));
  }

  private String lastUserText() {
    JsonNode messages = request.path("messages");
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).path("role").asText("").equals("user")) {
        return textOf(messages.get(i));
      }
    }
    return "";
  }

  /** The text of a message, its parts joined. */
  private static String textOf(JsonNode message) {
    JsonNode content = message.path("content");
    if (content.isTextual()) {
      return content.textValue();
    }
    var text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText("")));
    return text.toString();
  }
}
