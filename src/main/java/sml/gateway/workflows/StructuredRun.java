package sml.gateway.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.network.HttpCall;
import sml.gateway.workflows.InnerChat.ChatResult;

/**
 * The attempts at one answer that keeps to a schema: each that fails is shown to the model with
 * what is wrong with it. Belongs to one exchange.
 */
final class StructuredRun {
  private final HttpCall call;
  private final ObjectNode body;
  private final AnswerSchema schema;
  private final int most;
  private final List<ChatResult> results = new ArrayList<>();
  private @Nullable Draft best;
  private boolean ended;

  /**
   * An answer and what is wrong with it.
   *
   * @param data null when it holds no JSON
   */
  record Draft(String text, @Nullable JsonNode data, List<String> faults, ChatResult result) {
    boolean fits() {
      return faults.isEmpty();
    }

    /** Less of what is wrong is better, and any JSON better than none. */
    boolean isBetterThan(Draft other) {
      return data != null && (other.data == null || faults.size() < other.faults.size());
    }
  }

  /**
   * A run.
   *
   * @param body the chat to ask, which grows by every failed attempt
   * @param most attempts
   */
  StructuredRun(HttpCall call, ObjectNode body, AnswerSchema schema, int most) {
    this.call = call;
    this.body = body;
    this.schema = schema;
    this.most = most;
  }

  /** True while a further attempt makes sense. */
  public boolean isOpen() {
    return !ended && results.size() < most;
  }

  HttpCall call() {
    return call;
  }

  /** The chat of the next attempt. */
  ObjectNode body() {
    return body.deepCopy();
  }

  List<ChatResult> results() {
    return results;
  }

  /** The attempt with the fewest faults, null when no model has answered. */
  @Nullable Draft best() {
    return best;
  }

  /** Takes what came of an attempt. */
  void add(ChatResult result) {
    results.add(result);
    JsonNode content = result.message().path("content");
    if (!result.ok() || !content.isTextual()) {
      ended = true;
      return;
    }
    Draft draft = judge(content.textValue(), result);
    if (best == null || draft.isBetterThan(best) || draft.fits()) {
      best = draft;
    }
    ended = draft.fits();
    if (!ended) {
      complain(draft);
    }
  }

  private Draft judge(String text, ChatResult result) {
    JsonNode data = AnswerJson.in(text);
    List<String> faults =
        data == null ? List.of("the answer holds no JSON value") : schema.faults(data);
    return new Draft(text, data, faults, result);
  }

  private void complain(Draft draft) {
    ArrayNode messages = (ArrayNode) body.get("messages");
    messages.addObject().put("role", "assistant").put("content", draft.text());
    messages
        .addObject()
        .put("role", "user")
        .put(
            "content",
            "That answer does not keep to the JSON Schema:\n- "
                + String.join("\n- ", draft.faults())
                + "\nAnswer again with the whole corrected JSON value and nothing else.");
  }
}
