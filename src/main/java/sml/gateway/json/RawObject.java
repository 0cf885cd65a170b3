package sml.gateway.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object kept as the bytes it arrived in, with the place of each top-level member. Changes
 * are spliced in, so whatever is not changed stays byte for byte as it was sent. Of a repeated
 * member the last one counts, and an edit touches all of them.
 */
public final class RawObject {
  /** Nesting deeper than this is refused; the parser's own default. */
  public static final int MAX_DEPTH = 1000;

  /** Reads and prints numbers with all their digits; the one mapper for message content. */
  public static final JsonMapper EXACT =
      JsonMapper.builder(factory())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.USE_BIG_INTEGER_FOR_INTS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final Visitor SKIP = (name, parser) -> {};
  private static final byte[] OPEN = {'{'};
  private static final byte[] COLON = {':'};
  private static final byte[] COMMA = {','};
  private static final byte[] CLOSE = {'}'};

  private final byte[] bytes;
  private final List<Member> members;
  private final Map<String, Member> byName;
  private final int open;

  /**
   * Where a member stands in {@link #bytes()}; ends are exclusive.
   *
   * @param start the opening quote of its name
   */
  public record Member(String name, int start, int valueStart, int valueEnd, boolean isNull) {}

  /** Receives every top-level value while the index is built. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Called with the parser on the first token of the value; may read it up to its last token, or
     * leave it.
     */
    void member(String name, JsonParser parser) throws IOException;
  }

  private RawObject(byte[] bytes, int open, List<Member> members) {
    this.bytes = bytes;
    this.open = open;
    this.members = members;
    this.byName = HashMap.newHashMap(members.size());
    members.forEach(member -> byName.put(member.name, member));
  }

  private static JsonFactory factory() {
    return JsonFactory.builder()
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNumberLength(1000)
                .build())
        .build();
  }

  /** What is wrong with JSON that could not be read, for its sender. */
  public static String flaw(JsonProcessingException malformed) {
    String message = malformed.getOriginalMessage();
    if (!(malformed instanceof StreamConstraintsException)) {
      return message;
    }
    return message.contains("nesting depth")
        ? "it is nested deeper than %d levels".formatted(MAX_DEPTH)
        // the rest names a method of the parser
        : message.replaceFirst(",? from `[^`]*`", "");
  }

  /** Indexes {@code bytes}, which must hold exactly one JSON object. */
  public static RawObject parse(byte[] bytes) throws IOException {
    return parse(bytes, SKIP);
  }

  /** As {@link #parse(byte[])}; {@code visitor} sees every top-level value in the same pass. */
  public static RawObject parse(byte[] bytes, Visitor visitor) throws IOException {
    int from = startsWithMark(bytes) ? 3 : 0;
    try (JsonParser parser = LongStringParser.of(bytes, from, bytes.length - from)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new JsonParseException(parser, "a JSON object is expected");
      }
      int open = (int) parser.currentTokenLocation().getByteOffset() + from;
      List<Member> members = new ArrayList<>(16);
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        members.add(member(parser, visitor, from));
      }
      if (parser.nextToken() != null) {
        throw new JsonParseException(parser, "something follows the JSON object");
      }
      return new RawObject(bytes, open, members);
    }
  }

  private static Member member(JsonParser parser, Visitor visitor, int from) throws IOException {
    int start = (int) parser.currentTokenLocation().getByteOffset() + from;
    String name = parser.currentName();
    JsonToken first = parser.nextToken();
    int valueStart = (int) parser.currentTokenLocation().getByteOffset() + from;
    visitor.member(name, parser);
    parser.skipChildren();
    parser.finishToken();
    int valueEnd = (int) parser.currentLocation().getByteOffset() + from;
    return new Member(name, start, valueStart, valueEnd, first == JsonToken.VALUE_NULL);
  }

  private static boolean startsWithMark(byte[] bytes) {
    return bytes.length >= 3
        && bytes[0] == (byte) 0xEF
        && bytes[1] == (byte) 0xBB
        && bytes[2] == (byte) 0xBF;
  }

  /** The bytes as they arrived. Not a copy: do not write to it. */
  public byte[] bytes() {
    return bytes;
  }

  /** The top-level members in their order, repeated ones included. */
  public List<Member> members() {
    return Collections.unmodifiableList(members);
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** Names of the top-level members in their order, without repetition. */
  public List<String> names() {
    return members.stream().map(Member::name).distinct().toList();
  }

  /** The member's value as a tree, or null when it is absent. Parsed at each call. */
  public @Nullable JsonNode node(String name) throws IOException {
    Member member = byName.get(name);
    return member == null ? null : tree(bytes, member.valueStart, member.valueEnd);
  }

  /** All of it as a tree, parsed at each call. */
  public ObjectNode tree() throws IOException {
    return (ObjectNode) tree(bytes, open, bytes.length);
  }

  private static JsonNode tree(byte[] json, int from, int to) throws IOException {
    try (JsonParser parser = LongStringParser.of(json, from, to - from)) {
      return EXACT.readTree(parser);
    }
  }

  /** The member's value if it is a string, else null. */
  public @Nullable String text(String name) throws IOException {
    Member member = byName.get(name);
    if (member == null || bytes[member.valueStart] != '"') {
      return null;
    }
    JsonNode node = node(name);
    return node == null ? null : node.textValue();
  }

  /** True when the member is absent or null. */
  public boolean missing(String name) {
    Member member = byName.get(name);
    return member == null || member.isNull;
  }

  /** Starts a changed copy. */
  public Edit edit() {
    return new Edit();
  }

  /** Changes to apply to the top level; the object itself stays as it is. */
  public final class Edit {
    private final Map<String, byte @Nullable []> changes = new LinkedHashMap<>();

    /** Sets the member to {@code json}, in place if it exists, else as a new last member. */
    public Edit set(String name, byte[] json) {
      changes.put(name, json);
      return this;
    }

    /** Sets the member to a string. */
    public Edit setText(String name, String value) {
      return set(name, JsonString.quote(value));
    }

    public Edit remove(String name) {
      if (byName.containsKey(name)) {
        changes.put(name, null);
      } else {
        changes.remove(name);
      }
      return this;
    }

    /** The changed object; the very same bytes when nothing changed. */
    public byte[] toBytes() {
      if (changes.isEmpty()) {
        return bytes;
      }
      List<ByteBuffer> parts = new ArrayList<>(4 * (members.size() + changes.size()) + 2);
      parts.add(ByteBuffer.wrap(OPEN));
      for (Member member : members) {
        write(parts, member);
      }
      for (var change : changes.entrySet()) {
        byte[] value = change.getValue();
        if (value != null && !byName.containsKey(change.getKey())) {
          separate(parts);
          parts.add(ByteBuffer.wrap(JsonString.quote(change.getKey())));
          parts.add(ByteBuffer.wrap(COLON));
          parts.add(ByteBuffer.wrap(value));
        }
      }
      parts.add(ByteBuffer.wrap(CLOSE));
      return joined(parts);
    }

    private void write(List<ByteBuffer> parts, Member member) {
      boolean changed = changes.containsKey(member.name);
      byte[] value = changes.get(member.name);
      if (changed && value == null) {
        return;
      }
      separate(parts);
      int end = value == null ? member.valueEnd : member.valueStart;
      parts.add(ByteBuffer.wrap(bytes, member.start, end - member.start));
      if (value != null) {
        parts.add(ByteBuffer.wrap(value));
      }
    }

    private static void separate(List<ByteBuffer> parts) {
      if (parts.size() > 1) {
        parts.add(ByteBuffer.wrap(COMMA));
      }
    }

    /** In one array of just this size: a large object is not to be copied once more. */
    private static byte[] joined(List<ByteBuffer> parts) {
      ByteBuffer out = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
      parts.forEach(out::put);
      return out.array();
    }
  }

  /** A tree as JSON. */
  public static byte[] bytes(JsonNode tree) {
    try {
      return EXACT.writeValueAsBytes(tree);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return "RawObject[" + (bytes.length - open) + " bytes, members " + names() + "]";
  }
}
