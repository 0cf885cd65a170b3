package sml.gateway.upstream.dialect;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.JsonCursor;
import sml.gateway.json.RawObject.Member;

/** One element of {@code messages}: where it stands and what the rules ask about. */
final class MessageBytes {
  private static final Set<String> THOUGHTS =
      Set.of("reasoning", "reasoning_content", "reasoning_details");

  final Member place;
  final int open;
  final List<Member> members;
  final List<Inner> calls = new ArrayList<>(0);
  final List<Inner> parts = new ArrayList<>(0);
  private final JsonCursor jsonCursor;
  private String role = "";
  private boolean hasContent;

  /**
   * An object inside a message.
   *
   * @param id the value of its member {@code id}, empty when that is no string
   */
  record Inner(int open, List<Member> members, String id) {}

  /** Reads the message the cursor stands on. */
  MessageBytes(JsonCursor jsonCursor) throws IOException {
    this.jsonCursor = jsonCursor;
    int start = jsonCursor.start();
    this.open = start + 1;
    this.members = jsonCursor.members(this::enter);
    this.place = new Member("", start, start, jsonCursor.end(), false);
  }

  String role() {
    return role;
  }

  boolean isAssistant() {
    return role.equals("assistant");
  }

  boolean saysNothing() {
    return !hasContent && calls.isEmpty();
  }

  static boolean isThought(String member) {
    return THOUGHTS.contains(member);
  }

  private void enter(String name) throws IOException {
    switch (name) {
      case "role" -> role = orEmpty(jsonCursor.text());
      case "content" -> content();
      case "tool_calls" -> inners(calls);
      default -> {}
    }
  }

  private void content() throws IOException {
    if (jsonCursor.at(JsonToken.VALUE_STRING)) {
      hasContent = jsonCursor.end() - jsonCursor.start() > 2;
    } else {
      inners(parts);
      hasContent = !parts.isEmpty();
    }
  }

  private void inners(List<Inner> into) throws IOException {
    if (!jsonCursor.at(JsonToken.START_ARRAY)) {
      return;
    }
    while (jsonCursor.nextElement()) {
      if (jsonCursor.at(JsonToken.START_OBJECT)) {
        int inner = jsonCursor.start() + 1;
        var id = new String[] {""};
        List<Member> found = jsonCursor.members(name -> id[0] = name.equals("id") ? text() : id[0]);
        into.add(new Inner(inner, found, id[0]));
      } else {
        jsonCursor.end();
      }
    }
  }

  private String text() throws IOException {
    return orEmpty(jsonCursor.text());
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
