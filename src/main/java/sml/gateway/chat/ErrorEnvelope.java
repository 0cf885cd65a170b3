package sml.gateway.chat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.JsonString;

/** The OpenAI error envelope: {@code {"error":{"message","type","param","code"}}}. */
public record ErrorEnvelope(
    String message, String type, @Nullable String param, @Nullable String code) {

  /** The envelope of a status, with the type OpenAI uses for it. */
  public static ErrorEnvelope of(
      int status, String message, @Nullable String param, @Nullable String code) {
    String type =
        status == 429
            ? "rate_limit_exceeded"
            : status >= 500 ? "api_error" : "invalid_request_error";
    return new ErrorEnvelope(message, type, param, code);
  }

  /** The envelope as UTF-8 JSON; all four members are always there. */
  public byte[] json() {
    return ("{\"error\":{\"message\":"
            + string(message)
            + ",\"type\":"
            + string(type)
            + ",\"param\":"
            + string(param)
            + ",\"code\":"
            + string(code)
            + "}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The same error as Anthropic's Messages say it.
   *
   * @param requestId the id of the request it ends
   */
  public byte[] messagesJson(int status, String requestId) {
    return ("{\"type\":\"error\",\"error\":{\"type\":"
            + string(messagesType(status))
            + ",\"message\":"
            + string(message)
            + "},\"request_id\":"
            + string(requestId)
            + "}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The type that Anthropic's Messages give to errors of this status. */
  private static String messagesType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503, 529 -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }

  private static String string(@Nullable String value) {
    return value == null ? "null" : new String(JsonString.quote(value), StandardCharsets.UTF_8);
  }
}
