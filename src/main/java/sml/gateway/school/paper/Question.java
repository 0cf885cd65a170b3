package sml.gateway.school.paper;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Category;
import sml.gateway.json.RawObject;

/**
 * One question as it is put to one examinee.
 *
 * @param id of the question in the bank, the same for every seed
 * @param thai whether it cannot be answered well without Thai
 * @param turns what is said, the question last
 * @param tools in the form of a chat request; empty when none are offered
 * @param image a picture as {@code data:image/png;base64,…}, shown with the last turn, or null
 * @param expected the right answer, for people
 * @param example a right reply
 * @param nearMiss a reply that is nearly right
 */
public record Question(
    String id,
    ExamLevel level,
    Category category,
    boolean thai,
    Difficulty difficulty,
    List<Turn> turns,
    ArrayNode tools,
    @Nullable String image,
    String expected,
    ExamReply example,
    ExamReply nearMiss,
    Grader grader) {

  /** One message. */
  public record Turn(String role, String text) {}

  /** As an operator sees it. */
  public record Preview(
      String id,
      String category,
      String difficulty,
      String question,
      String expected,
      boolean withTools,
      boolean withVision) {}

  public Question {
    turns = List.copyOf(turns);
  }

  public boolean withTools() {
    return !tools.isEmpty();
  }

  public boolean withVision() {
    return image != null;
  }

  /** The question itself: the text of the last turn. */
  public String prompt() {
    return turns.getLast().text();
  }

  /** Judges a reply. */
  public GraderMark grade(ExamReply reply) {
    return grader.grade(reply);
  }

  /**
   * The question as a chat request, at temperature 0.
   *
   * @param maxTokens the room for thoughts and answer
   */
  public byte[] body(int maxTokens) {
    ObjectNode body = RawObject.EXACT.createObjectNode();
    body.put("model", "sml/auto");
    ArrayNode messages = body.putArray("messages");
    for (Turn turn : turns.subList(0, turns.size() - 1)) {
      messages.addObject().put("role", turn.role()).put("content", turn.text());
    }
    ObjectNode last = messages.addObject().put("role", turns.getLast().role());
    if (image == null) {
      last.put("content", prompt());
    } else {
      ArrayNode parts = last.putArray("content");
      parts.addObject().put("type", "text").put("text", prompt());
      parts.addObject().put("type", "image_url").putObject("image_url").put("url", image);
    }
    if (withTools()) {
      body.set("tools", tools);
    }
    body.put("temperature", 0).put("max_tokens", maxTokens);
    return bytes(body);
  }

  public Preview preview() {
    return new Preview(
        id, category.id(), difficulty.id(), prompt(), expected, withTools(), withVision());
  }

  static byte[] bytes(JsonNode body) {
    return body.toString().getBytes(UTF_8);
  }
}
