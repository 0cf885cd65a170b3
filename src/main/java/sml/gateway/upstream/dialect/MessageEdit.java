package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sml.gateway.json.JsonCursor;
import sml.gateway.json.JsonString;
import sml.gateway.json.ObjectSplice;
import sml.gateway.json.RawObject.Member;
import sml.gateway.json.Splices;
import sml.gateway.upstream.dialect.Dialect.Prefill;
import sml.gateway.upstream.dialect.MessageBytes.Inner;

/** Makes {@code messages} fit a dialect; messages that fit already keep their bytes. */
final class MessageEdit {
  private static final byte[] SYSTEM = JsonString.quote("system");
  private static final byte[] TRUE = "true".getBytes(UTF_8);
  private static final byte[] BRIDGE =
      "{\"role\":\"assistant\",\"content\":\"OK.\"},".getBytes(UTF_8);
  private static final Set<String> KNOWN_CALL_KEYS = Set.of("id", "type", "function", "index");

  private final Dialect dialect;
  private final Splices splices;
  private final ToolIds ids = new ToolIds();

  MessageEdit(Dialect dialect, Splices splices) {
    this.dialect = dialect;
    this.splices = splices;
  }

  /**
   * Gathers the changes.
   *
   * @param added elements to be put behind the last message
   */
  void edit(Member messages, List<byte[]> added) throws IOException {
    List<MessageBytes> all = read(messages);
    var list =
        new ObjectSplice(
            splices, messages.valueStart() + 1, all.stream().map(m -> m.place).toList());
    List<MessageBytes> kept = new ArrayList<>(all);
    kept.removeIf(this::isRefused);
    all.stream().filter(this::isRefused).forEach(messageBytes -> list.remove(messageBytes.place));
    added.forEach(list::addElement);
    list.done();
    String before = "";
    for (MessageBytes messageBytes : kept) {
      boolean last = added.isEmpty() && messageBytes == kept.getLast();
      editOne(messageBytes, before, last);
      before = messageBytes.role();
    }
  }

  private List<MessageBytes> read(Member messages) throws IOException {
    List<MessageBytes> all = new ArrayList<>();
    try (var jsonCursor =
        new JsonCursor(splices.source(), messages.valueStart(), messages.valueEnd())) {
      if (!jsonCursor.at(JsonToken.START_ARRAY)) {
        return List.of();
      }
      while (jsonCursor.nextElement()) {
        if (!jsonCursor.at(JsonToken.START_OBJECT)) {
          // no provider takes it; the upstream's own words say so best
          return List.of();
        }
        all.add(new MessageBytes(jsonCursor));
      }
    }
    return all;
  }

  private boolean isRefused(MessageBytes messageBytes) {
    return dialect.has(MessageRule.DROP_EMPTY_ASSISTANT)
        && messageBytes.isAssistant()
        && messageBytes.saysNothing();
  }

  private void editOne(MessageBytes messageBytes, String before, boolean last) throws IOException {
    var edit = new ObjectSplice(splices, messageBytes.open, messageBytes.members);
    if (before.equals("tool")
        && dialect.has(MessageRule.ASSISTANT_AFTER_TOOL)
        && !messageBytes.isAssistant()
        && !messageBytes.role().equals("tool")) {
      splices.insert(messageBytes.place.start(), BRIDGE);
    }
    for (Member member : messageBytes.members) {
      if (isRefused(member, messageBytes)) {
        edit.remove(member);
      } else {
        editMember(edit, member, messageBytes);
      }
    }
    if (last) {
      markAsBegun(edit, messageBytes);
    }
    edit.done();
  }

  /** Only a text can be continued: after tool calls a tool has to answer. */
  private void markAsBegun(ObjectSplice edit, MessageBytes messageBytes) {
    if (dialect.prefill() == Prefill.PREFIX
        && messageBytes.isAssistant()
        && messageBytes.calls.isEmpty()) {
      messageBytes.members.stream().filter(m -> m.name().equals("prefix")).forEach(edit::remove);
      edit.add("prefix", TRUE);
    }
  }

  private boolean isRefused(Member member, MessageBytes messageBytes) {
    String name = member.name();
    boolean answer = messageBytes.role().equals("tool");
    return (dialect.has(MessageRule.KEEP_ONLY_KNOWN_KEYS) && !isKnown(name, messageBytes))
        || (dialect.has(MessageRule.DROP_MESSAGE_NAMES)
            && name.equals("name")
            && !answer
            && !messageBytes.role().equals("function"))
        || (dialect.has(MessageRule.DROP_REASONING_FIELDS) && MessageBytes.isThought(name))
        || (dialect.has(MessageRule.DROP_EMPTY_TOOL_CALLS)
            && name.equals("tool_calls")
            && messageBytes.calls.isEmpty())
        || (dialect.has(MessageRule.DROP_NULL_MEMBERS)
            && messageBytes.isAssistant()
            && member.isNull()
            && !name.equals("content"));
  }

  private static boolean isKnown(String name, MessageBytes messageBytes) {
    return switch (name) {
      case "role", "content" -> true;
      case "tool_calls", "prefix" -> messageBytes.isAssistant();
      case "tool_call_id" -> messageBytes.role().equals("tool");
      case "name" -> messageBytes.role().equals("tool") || messageBytes.role().equals("function");
      default -> false;
    };
  }

  private void editMember(ObjectSplice edit, Member member, MessageBytes messageBytes)
      throws IOException {
    switch (member.name()) {
      case "role" -> {
        if (messageBytes.role().equals("developer")
            && dialect.has(MessageRule.DEVELOPER_TO_SYSTEM)) {
          edit.setValue(member, SYSTEM);
        }
      }
      case "reasoning_content" -> renameThought(edit, member, messageBytes);
      case "tool_call_id" -> {
        if (dialect.has(MessageRule.NINE_CHAR_TOOL_IDS)) {
          edit.setValue(member, JsonString.quote(ids.ofAnswer(text(member))));
        }
      }
      case "tool_calls" -> editCalls(messageBytes.calls);
      case "content" -> editParts(messageBytes.parts);
      default -> {}
    }
  }

  private void renameThought(ObjectSplice edit, Member member, MessageBytes messageBytes) {
    if (dialect.has(MessageRule.RENAME_REASONING_CONTENT)) {
      if (messageBytes.members.stream().anyMatch(m -> m.name().equals("reasoning"))) {
        edit.remove(member);
      } else {
        edit.rename(member, "reasoning");
      }
    }
  }

  private void editCalls(List<Inner> calls) {
    ids.nextMessage();
    for (Inner call : calls) {
      var edit = new ObjectSplice(splices, call.open(), call.members());
      boolean onlyKnown = dialect.has(MessageRule.KEEP_ONLY_KNOWN_KEYS);
      for (Member member : call.members()) {
        if (onlyKnown && !KNOWN_CALL_KEYS.contains(member.name())) {
          edit.remove(member);
        }
      }
      if (dialect.has(MessageRule.NINE_CHAR_TOOL_IDS)) {
        setId(edit, call);
      }
      edit.done();
    }
  }

  private void setId(ObjectSplice edit, Inner call) {
    byte[] id = JsonString.quote(ids.ofCall(call.id()));
    List<Member> places = call.members().stream().filter(m -> m.name().equals("id")).toList();
    places.forEach(place -> edit.setValue(place, id));
    if (places.isEmpty()) {
      edit.add("id", id);
    }
  }

  private void editParts(List<Inner> parts) {
    if (!dialect.has(MessageRule.KEEP_ONLY_KNOWN_KEYS)) {
      return;
    }
    for (Inner part : parts) {
      var edit = new ObjectSplice(splices, part.open(), part.members());
      part.members().stream().filter(m -> m.name().equals("cache_control")).forEach(edit::remove);
      edit.done();
    }
  }

  private String text(Member member) throws IOException {
    try (var jsonCursor =
        new JsonCursor(splices.source(), member.valueStart(), member.valueEnd())) {
      String text = jsonCursor.text();
      return text == null ? "" : text;
    }
  }
}
