package sml.gateway.chat;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;

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

  private static String string(@Nullable String value) {
    return value == null ? "null" : new String(RawObject.quote(value), StandardCharsets.UTF_8);
  }
}
