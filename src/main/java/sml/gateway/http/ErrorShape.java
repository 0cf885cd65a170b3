package sml.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import sml.gateway.chat.ErrorEnvelope;
import sml.gateway.network.HttpReply;

/**
 * Errors before a route runs, in the shape of the protocol that their client speaks. They are made
 * as OpenAI's envelope, whichever rule refuses; a route has a format of its own.
 */
final class ErrorShape {
  private static final String MESSAGES = "/v1/messages";
  // asked for by clients of both protocols; those of Messages name its version
  private static final String MODELS = "/v1/models";
  private static final String VERSION = "anthropic-version";
  private static final ObjectMapper JSON = new ObjectMapper();

  private ErrorShape() {}

  /** The reply as the client of a request with this path and these headers reads it. */
  static HttpReply of(String path, Map<String, String> headers, String requestId, HttpReply reply) {
    boolean messages =
        isBelow(MESSAGES, path) || (isBelow(MODELS, path) && headers.containsKey(VERSION));
    return messages && reply.status() >= 400 && reply.content() instanceof HttpReply.Bytes body
        ? messages(requestId, reply, body.bytes())
        : reply;
  }

  private static boolean isBelow(String root, String path) {
    return path.equals(root) || path.startsWith(root + "/");
  }

  private static HttpReply messages(String requestId, HttpReply reply, byte[] envelope) {
    String message = message(envelope);
    var error = ErrorEnvelope.of(reply.status(), message, null, null);
    Map<String, String> headers = new HashMap<>(reply.headers());
    // where Anthropic's SDKs read it
    headers.put("request-id", requestId);
    byte[] json = error.messagesJson(reply.status(), requestId);
    return new HttpReply(reply.status(), Map.copyOf(headers), new HttpReply.Bytes(json));
  }

  private static String message(byte[] envelope) {
    try {
      JsonNode error = JSON.readTree(envelope);
      return error.at("/error/message").asText();
    } catch (IOException notJson) {
      throw new IllegalStateException(notJson);
    }
  }
}
