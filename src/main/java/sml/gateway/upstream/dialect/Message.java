package sml.gateway.upstream.dialect;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.RawObject.Member;

/** One element of {@code messages}: where it stands and what the rules ask about. */
final class Message {
  private static final Set<String> THOUGHTS =
      Set.of("reasoning", "reasoning_content", "reasoning_details");

  final Member place;
  final int open;
  final List<Member> members;
  final List<Inner> calls = new ArrayList<>(0);
  final List<Inner> parts = new ArrayList<>(0);
  private final Cursor cursor;
  private String role = "";
  private boolean hasContent;

  /**
   * An object inside a message.
   *
   * @param id the value of its member {@code id}, empty when that is no string
   */
  record Inner(int open, List<Member> members, String id) {}

  /** Reads the message the cursor stands on. */
  Message(Cursor cursor) throws IOException {
    this.cursor = cursor;
    int start = cursor.start();
    this.open = start + 1;
    this.members = cursor.members(this::enter);
    this.place = new Member("", start, start, cursor.end(), false);
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
      case "role" -> role = orEmpty(cursor.text());
      case "content" -> content();
      case "tool_calls" -> inners(calls);
      default -> {}
    }
  }

  private void content() throws IOException {
    if (cursor.at(JsonToken.VALUE_STRING)) {
      hasContent = cursor.end() - cursor.start() > 2;
    } else {
      inners(parts);
      hasContent = !parts.isEmpty();
    }
  }

  private void inners(List<Inner> into) throws IOException {
    if (!cursor.at(JsonToken.START_ARRAY)) {
      return;
    }
    while (cursor.nextElement()) {
      if (cursor.at(JsonToken.START_OBJECT)) {
        int inner = cursor.start() + 1;
        var id = new String[] {""};
        List<Member> found = cursor.members(name -> id[0] = name.equals("id") ? text() : id[0]);
        into.add(new Inner(inner, found, id[0]));
      } else {
        cursor.end();
      }
    }
  }

  private String text() throws IOException {
    return orEmpty(cursor.text());
  }

  private static String orEmpty(@Nullable String value) {
    return value == null ? "" : value;
  }
}
