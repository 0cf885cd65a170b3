package sml.gateway.modelhealth.checks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.updates.SkillRecorder.Skill;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Refusal;

/** The questions that show a skill, and what an answer shows. */
final class ProbeQuestions {
  private static final Pattern TOOL_WORDS =
      Pattern.compile("\\b(tools?|tool_choice|tool use|functions?|function.call\\w*)\\b");
  private static final Pattern IMAGE_WORDS =
      Pattern.compile("\\b(images?|image_url|vision|multi-?modal|content (type|part)s?)\\b");
  private static final List<Paint> PAINTS =
      List.of(
          new Paint("red", Color.RED),
          new Paint("green", new Color(0, 160, 0)),
          new Paint("blue", Color.BLUE),
          new Paint("yellow", Color.YELLOW),
          new Paint("black", Color.BLACK),
          new Paint("white", Color.WHITE));
  private static final int SIDE = 64;

  private record Paint(String name, Color color) {}

  private final ObjectMapper json;
  private final RandomGenerator chance;

  ProbeQuestions(ObjectMapper json, RandomGenerator chance) {
    this.json = json;
    this.chance = chance;
  }

  /**
   * A question that shows a skill.
   *
   * @param expected what a right answer holds
   */
  record Question(Skill skill, byte[] body, String expected) {}

  /**
   * What an answer shows.
   *
   * @param clear see {@link SkillObservation#clear()}
   */
  record Shown(boolean able, boolean clear, String detail) {}

  /** A question whether the model answers at all. */
  static byte[] ping() {
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"ping\"}],\"max_tokens\":16}"
        .getBytes(UTF_8);
  }

  Question about(Skill skill) {
    return skill == Skill.TOOLS ? tools() : vision();
  }

  private Question tools() {
    String number = Integer.toString(chance.nextInt(100, 1000));
    String body =
        """
        {"messages":[{"role":"user","content":"Report the number %s with the tool report_number."}],
        "tools":[{"type":"function","function":{"name":"report_number","description":"Reports a number.",
        "parameters":{"type":"object","properties":{"number":{"type":"integer"}},"required":["number"]}}}],
        "max_tokens":512}\
        """
            .formatted(number);
    return new Question(Skill.TOOLS, body.getBytes(UTF_8), number);
  }

  private Question vision() {
    Paint paint = PAINTS.get(chance.nextInt(PAINTS.size()));
    String body =
        """
        {"messages":[{"role":"user","content":[{"type":"text","text":"Which colour is this image? \
        Answer with one word: red, green, blue, yellow, black or white."},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,%s"}}]}],"max_tokens":512}\
        """
            .formatted(picture(paint.color()));
    return new Question(Skill.VISION, body.getBytes(UTF_8), paint.name());
  }

  private static String picture(Color color) {
    var image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    for (int at = 0; at < SIDE * SIDE; at++) {
      image.setRGB(at % SIDE, at / SIDE, color.getRGB());
    }
    var out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Base64.getEncoder().encodeToString(out.toByteArray());
  }

  /** What the end of a question shows of the skill; null when it shows nothing. */
  @Nullable Shown read(Question question, Attempt attempt) {
    return switch (attempt) {
      case Attempt.Answered answered when answered.answer() instanceof Answer.Whole whole ->
          question.skill() == Skill.TOOLS ? toolCall(question, whole) : colour(question, whole);
      case Attempt.Refused refused -> refusal(question.skill(), refused.refusal());
      default -> null;
    };
  }

  private @Nullable Shown toolCall(Question question, Answer.Whole whole) {
    try {
      JsonNode calls = json.readTree(whole.json()).at("/choices/0/message/tool_calls");
      for (JsonNode call : calls) {
        JsonNode function = call.path("function");
        String arguments = function.path("arguments").asText("");
        if (function.path("name").asText().equals("report_number")
            && json.readTree(arguments).path("number").asText().equals(question.expected())) {
          return new Shown(true, true, "called the tool as asked");
        }
      }
    } catch (IOException e) {
      return null;
    }
    boolean spoke = !whole.text().isBlank() && !"length".equals(whole.finishReason());
    return spoke ? new Shown(false, false, "answered without calling the tool") : null;
  }

  private static @Nullable Shown colour(Question question, Answer.Whole whole) {
    String text = whole.text().toLowerCase(Locale.ROOT);
    if (text.isBlank() || "length".equals(whole.finishReason())) {
      return null;
    }
    long named = PAINTS.stream().filter(paint -> text.contains(paint.name())).count();
    boolean right = named == 1 && text.contains(question.expected());
    return new Shown(right, false, right ? "named the colour" : "did not name the colour");
  }

  /** A refusal that names the skill is clear; every other one has another reason. */
  static @Nullable Shown refusal(Skill skill, Refusal refusal) {
    boolean badRequest = refusal.status() == 400 || refusal.status() == 422;
    Pattern words = skill == Skill.TOOLS ? TOOL_WORDS : IMAGE_WORDS;
    String message = refusal.message().toLowerCase(Locale.ROOT);
    boolean denies =
        message.contains("support")
            || message.contains("not allowed")
            || message.contains("does not");
    return badRequest && denies && words.matcher(message).find()
        ? new Shown(false, true, refusal.message())
        : null;
  }
}
