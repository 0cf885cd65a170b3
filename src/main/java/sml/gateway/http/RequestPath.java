package sml.gateway.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Decodes the path of a request and refuses path traversal. */
final class RequestPath {
  private RequestPath() {}

  /** The decoded path, or null when it is malformed or has a dot segment, encoded or not. */
  public static @Nullable String decode(@Nullable String raw) {
    if (raw == null || !raw.startsWith("/")) {
      return null;
    }
    String path = raw.indexOf('%') < 0 ? raw : percentDecoded(raw);
    return path == null || hasControl(path) || climbs(path) ? null : path;
  }

  private static @Nullable String percentDecoded(String raw) {
    byte[] in = raw.getBytes(StandardCharsets.UTF_8);
    var out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(in[i + 2], 16);
      if (low < 0) {
        return null;
      }
      out.put((byte) (high * 16 + low));
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  private static boolean hasControl(String path) {
    return path.chars().anyMatch(Character::isISOControl);
  }

  private static boolean climbs(String path) {
    for (String segment : path.split("[/\\\\]", -1)) {
      if (segment.equals("..") || segment.equals(".")) {
        return true;
      }
    }
    return false;
  }
}
