package sml.gateway.upstream.dialect;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import sml.gateway.chat.RawObject.Member;

/** Removes keywords a provider refuses from {@code tools}; a property of that name stays. */
final class SchemaEdit {
  private static final Set<String> MAPS_OF_SCHEMAS =
      Set.of("properties", "patternProperties", "$defs", "definitions", "dependentSchemas");
  private static final Set<String> SCHEMAS =
      Set.of(
          "function",
          "parameters",
          "items",
          "prefixItems",
          "anyOf",
          "oneOf",
          "allOf",
          "not",
          "if",
          "then",
          "else",
          "contains",
          "additionalProperties",
          "propertyNames");

  private final Set<String> keys;
  private final Splices splices;

  SchemaEdit(Set<String> keys, Splices splices) {
    this.keys = keys;
    this.splices = splices;
  }

  void edit(Member tools) throws IOException {
    try (var cursor = new Cursor(splices.source(), tools.valueStart(), tools.valueEnd())) {
      schema(cursor);
    }
  }

  private void schema(Cursor cursor) throws IOException {
    if (cursor.at(JsonToken.START_ARRAY)) {
      while (cursor.nextElement()) {
        schema(cursor);
        cursor.end();
      }
    } else if (cursor.at(JsonToken.START_OBJECT)) {
      int open = cursor.start() + 1;
      List<Member> members = cursor.members(name -> keyword(cursor, name));
      var edit = new ObjectSplice(splices, open, members);
      members.stream().filter(this::isRefused).forEach(edit::remove);
      edit.done();
    }
  }

  private void keyword(Cursor cursor, String name) throws IOException {
    if (MAPS_OF_SCHEMAS.contains(name) && cursor.at(JsonToken.START_OBJECT)) {
      cursor.members(property -> schema(cursor));
    } else if (SCHEMAS.contains(name)) {
      schema(cursor);
    }
  }

  /** {@code additionalProperties} is refused only as {@code false}. */
  private boolean isRefused(Member member) {
    return keys.contains(member.name())
        && (!member.name().equals("additionalProperties")
            || splices.source()[member.valueStart()] == 'f');
  }
}
