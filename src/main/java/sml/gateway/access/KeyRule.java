package sml.gateway.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Asks for the owner's key when one is set; only the health check stays open. */
final class KeyRule {
  private static final String BEARER = "bearer ";
  private static final String BASIC = "basic ";

  private final byte @Nullable [] key;

  KeyRule(@Nullable String key) {
    this.key = key == null || key.isBlank() ? null : bytes(key.strip());
  }

  boolean allows(RequestOrigin requestOrigin) {
    return key == null || isHealthCheck(requestOrigin) || matches(key, token(requestOrigin));
  }

  private static boolean isHealthCheck(RequestOrigin requestOrigin) {
    return requestOrigin.path().equals("/api/health")
        && (requestOrigin.method().equals("GET") || requestOrigin.method().equals("HEAD"));
  }

  private static boolean matches(byte[] key, @Nullable String token) {
    // isEqual takes the same time wherever the first difference is
    return token != null && MessageDigest.isEqual(key, bytes(token));
  }

  private static @Nullable String token(RequestOrigin requestOrigin) {
    String value = requestOrigin.header("authorization");
    if (value != null && value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return value.substring(BEARER.length()).strip();
    }
    if (value != null && value.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return password(value.substring(BASIC.length()).strip());
    }
    // how clients of Anthropic's API send their key
    return requestOrigin.header("x-api-key");
  }

  /** What a person typed into the browser's own dialog; the user name does not matter. */
  private static @Nullable String password(String credentials) {
    try {
      String decoded = new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
      int colon = decoded.indexOf(':');
      return colon < 0 ? null : decoded.substring(colon + 1);
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
