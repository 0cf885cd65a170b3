package sml.gateway.school.paper;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import sml.gateway.json.RawObject;

/**
 * What a proctor is given to do.
 *
 * @param role who it is and in which form it replies
 * @param task the case at hand
 */
public record ProctorTask(String role, String task) {

  /** As a chat request. */
  public byte[] body(double temperature, int maxTokens) {
    ObjectNode body = RawObject.EXACT.createObjectNode();
    body.put("model", "sml/auto");
    ArrayNode messages = body.putArray("messages");
    messages.addObject().put("role", "system").put("content", role);
    messages.addObject().put("role", "user").put("content", task);
    body.put("temperature", temperature).put("max_tokens", maxTokens);
    return Question.bytes(body);
  }
}
