package sml.gateway.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject.Member;

/** Walks one JSON value inside a larger array and records where its parts are. */
public final class JsonCursor implements AutoCloseable {
  private final byte[] bytes;
  private final int base;
  private final JsonParser parser;

  /** What to do with a member's value; the cursor stands on its first token. */
  @FunctionalInterface
  public interface Inside {
    void enter(String name) throws IOException;
  }

  /** Stands on the first token of the value. */
  public JsonCursor(byte[] bytes, int from, int to) throws IOException {
    this.bytes = bytes;
    this.base = from;
    this.parser = RawObject.EXACT.getFactory().createParser(bytes, from, to - from);
    parser.nextToken();
  }

  public boolean at(JsonToken token) {
    return parser.currentToken() == token;
  }

  /** Goes to the next element of an array; false at its end. */
  public boolean nextElement() throws IOException {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  public int start() {
    return base + (int) parser.currentTokenLocation().getByteOffset();
  }

  /** The place behind the value; whatever of it was not read is skipped. */
  public int end() throws IOException {
    if (at(JsonToken.VALUE_STRING)) {
      return stringEnd(start());
    }
    parser.skipChildren();
    parser.finishToken();
    return base + (int) parser.currentLocation().getByteOffset();
  }

  /** The value if it is a string, else null. */
  @Nullable
  public String text() throws IOException {
    return at(JsonToken.VALUE_STRING) ? parser.getText() : null;
  }

  /** Reads the object it stands on up to its end; the list is in order, repetitions included. */
  public List<Member> members(Inside inside) throws IOException {
    List<Member> members = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      int start = start();
      JsonToken first = parser.nextToken();
      int valueStart = start();
      inside.enter(name);
      int end = first == JsonToken.VALUE_STRING ? stringEnd(valueStart) : end();
      members.add(new Member(name, start, valueStart, end, first == JsonToken.VALUE_NULL));
    }
    return members;
  }

  /** The end of a string found in the bytes: a long one need not be decoded for that. */
  private int stringEnd(int start) {
    int at = start + 1;
    while (bytes[at] != '"') {
      at += bytes[at] == '\\' ? 2 : 1;
    }
    return at + 1;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
