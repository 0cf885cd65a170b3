package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Tool call ids of nine letters or digits for one request. The same id always gives the same nine;
 * ids that are fine stay. Calls without an id are matched with answers without one by their order.
 */
final class ToolIds {
  private static final String DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int LENGTH = 9;

  private int message;
  private int calls;
  private int answers;

  /** Called for every assistant message that calls tools, before its calls. */
  void nextMessage() {
    message++;
    calls = 0;
    answers = 0;
  }

  String ofCall(String id) {
    return id.isEmpty() ? nineCharacters("call " + message + " " + calls++) : ofAny(id);
  }

  String ofAnswer(String id) {
    return id.isEmpty() ? nineCharacters("call " + message + " " + answers++) : ofAny(id);
  }

  private static String ofAny(String id) {
    return isFine(id) ? id : nineCharacters(id);
  }

  private static boolean isFine(String id) {
    return id.length() == LENGTH && id.chars().allMatch(c -> DIGITS.indexOf(c) >= 0);
  }

  private static String nineCharacters(String id) {
    long hash = ByteBuffer.wrap(sha256(id)).getLong();
    var text = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      text.append(DIGITS.charAt((int) Long.remainderUnsigned(hash, DIGITS.length())));
      hash = Long.divideUnsigned(hash, DIGITS.length());
    }
    return text.toString();
  }

  private static byte[] sha256(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
