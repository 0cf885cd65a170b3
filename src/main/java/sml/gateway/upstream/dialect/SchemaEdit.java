package sml.gateway.upstream.dialect;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import sml.gateway.json.JsonCursor;
import sml.gateway.json.ObjectSplice;
import sml.gateway.json.RawObject.Member;
import sml.gateway.json.Splices;

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
    try (var jsonCursor = new JsonCursor(splices.source(), tools.valueStart(), tools.valueEnd())) {
      schema(jsonCursor);
    }
  }

  private void schema(JsonCursor jsonCursor) throws IOException {
    if (jsonCursor.at(JsonToken.START_ARRAY)) {
      while (jsonCursor.nextElement()) {
        schema(jsonCursor);
        jsonCursor.end();
      }
    } else if (jsonCursor.at(JsonToken.START_OBJECT)) {
      int open = jsonCursor.start() + 1;
      List<Member> members = jsonCursor.members(name -> keyword(jsonCursor, name));
      var edit = new ObjectSplice(splices, open, members);
      members.stream().filter(this::isRefused).forEach(edit::remove);
      edit.done();
    }
  }

  private void keyword(JsonCursor jsonCursor, String name) throws IOException {
    if (MAPS_OF_SCHEMAS.contains(name) && jsonCursor.at(JsonToken.START_OBJECT)) {
      jsonCursor.members(property -> schema(jsonCursor));
    } else if (SCHEMAS.contains(name)) {
      schema(jsonCursor);
    }
  }

  /** {@code additionalProperties} is refused only as {@code false}. */
  private boolean isRefused(Member member) {
    return keys.contains(member.name())
        && (!member.name().equals("additionalProperties")
            || splices.source()[member.valueStart()] == 'f');
  }
}
