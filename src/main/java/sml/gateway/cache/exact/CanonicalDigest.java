package sml.gateway.cache.exact;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The SHA-256 of what a JSON value says: the order of members, white space, escapes and the way a
 * number is written do not count. Each part goes in with its kind and length, so that no two values
 * look the same.
 */
final class CanonicalDigest {
  private static final int BUFFER = 4096;

  private final MessageDigest sha;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;

  CanonicalDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  CanonicalDigest text(String text) {
    begin('s', text.length());
    // as UTF-16: half of a surrogate pair has no other form
    for (int i = 0; i < text.length(); i++) {
      char unit = text.charAt(i);
      put((byte) (unit >> 8));
      put((byte) unit);
    }
    return this;
  }

  CanonicalDigest value(JsonNode value) {
    switch (value.getNodeType()) {
      case OBJECT -> object(value);
      case ARRAY -> {
        begin('a', value.size());
        value.forEach(this::value);
      }
      case STRING -> text(value.textValue());
      case NUMBER -> number(value.decimalValue());
      case BOOLEAN -> begin(value.booleanValue() ? 't' : 'f', 0);
      case NULL, MISSING -> begin('n', 0);
      case BINARY, POJO -> throw new IllegalArgumentException("not read from JSON");
    }
    return this;
  }

  private void object(JsonNode object) {
    Map<String, JsonNode> sorted = new TreeMap<>();
    object.properties().forEach(member -> sorted.put(member.getKey(), member.getValue()));
    begin('o', sorted.size());
    sorted.forEach((name, value) -> text(name).value(value));
  }

  private void number(BigDecimal number) {
    BigDecimal shortest = number.stripTrailingZeros();
    begin('d', shortest.scale());
    text(shortest.unscaledValue().toString());
  }

  private void begin(char kind, int size) {
    put((byte) kind);
    put((byte) (size >> 24));
    put((byte) (size >> 16));
    put((byte) (size >> 8));
    put((byte) size);
  }

  private void put(byte next) {
    if (filled == BUFFER) {
      flush();
    }
    buffer[filled++] = next;
  }

  private void flush() {
    sha.update(buffer, 0, filled);
    filled = 0;
  }

  byte[] finish() {
    flush();
    return sha.digest();
  }
}
