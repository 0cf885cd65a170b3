package sml.gateway.safety;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Asks for the owner's key when one is set; only the health check stays open. */
final class KeyRule {
  private static final String SCHEME = "bearer ";

  private final byte @Nullable [] key;

  KeyRule(@Nullable String key) {
    this.key = key == null || key.isBlank() ? null : bytes(key.strip());
  }

  boolean allows(Knock knock) {
    return key == null || isHealthCheck(knock) || matches(key, token(knock));
  }

  private static boolean isHealthCheck(Knock knock) {
    return knock.path().equals("/api/health")
        && (knock.method().equals("GET") || knock.method().equals("HEAD"));
  }

  private static boolean matches(byte[] key, @Nullable String token) {
    // isEqual takes the same time wherever the first difference is
    return token != null && MessageDigest.isEqual(key, bytes(token));
  }

  private static @Nullable String token(Knock knock) {
    String value = knock.header("authorization");
    if (value != null && value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return value.substring(SCHEME.length()).strip();
    }
    // how clients of Anthropic's API send their key
    return knock.header("x-api-key");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
