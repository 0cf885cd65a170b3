package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import sml.gateway.chat.RawObject;
import sml.gateway.chat.RawObject.Member;
import sml.gateway.upstream.dialect.Dialect.Prefill;
import sml.gateway.upstream.dialect.Message.Inner;

/** Makes {@code messages} fit a dialect; messages that fit already keep their bytes. */
final class MessageEdit {
  private static final byte[] SYSTEM = RawObject.quote("system");
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
    List<Message> all = read(messages);
    var list =
        new ObjectSplice(
            splices, messages.valueStart() + 1, all.stream().map(m -> m.place).toList());
    List<Message> kept = new ArrayList<>(all);
    kept.removeIf(this::isRefused);
    all.stream().filter(this::isRefused).forEach(message -> list.remove(message.place));
    added.forEach(list::addElement);
    list.done();
    String before = "";
    for (Message message : kept) {
      boolean last = added.isEmpty() && message == kept.getLast();
      editOne(message, before, last);
      before = message.role();
    }
  }

  private List<Message> read(Member messages) throws IOException {
    List<Message> all = new ArrayList<>();
    try (var cursor = new Cursor(splices.source(), messages.valueStart(), messages.valueEnd())) {
      if (!cursor.at(JsonToken.START_ARRAY)) {
        return List.of();
      }
      while (cursor.nextElement()) {
        if (!cursor.at(JsonToken.START_OBJECT)) {
          // no provider takes it; the upstream's own words say so best
          return List.of();
        }
        all.add(new Message(cursor));
      }
    }
    return all;
  }

  private boolean isRefused(Message message) {
    return dialect.has(MessageRule.DROP_EMPTY_ASSISTANT)
        && message.isAssistant()
        && message.saysNothing();
  }

  private void editOne(Message message, String before, boolean last) throws IOException {
    var edit = new ObjectSplice(splices, message.open, message.members);
    if (before.equals("tool")
        && dialect.has(MessageRule.ASSISTANT_AFTER_TOOL)
        && !message.isAssistant()
        && !message.role().equals("tool")) {
      splices.insert(message.place.start(), BRIDGE);
    }
    for (Member member : message.members) {
      if (isRefused(member, message)) {
        edit.remove(member);
      } else {
        editMember(edit, member, message);
      }
    }
    if (last) {
      markAsBegun(edit, message);
    }
    edit.done();
  }

  /** Only a text can be continued: after tool calls a tool has to answer. */
  private void markAsBegun(ObjectSplice edit, Message message) {
    if (dialect.prefill() == Prefill.PREFIX && message.isAssistant() && message.calls.isEmpty()) {
      message.members.stream().filter(m -> m.name().equals("prefix")).forEach(edit::remove);
      edit.add("prefix", TRUE);
    }
  }

  private boolean isRefused(Member member, Message message) {
    String name = member.name();
    boolean answer = message.role().equals("tool");
    return (dialect.has(MessageRule.KEEP_ONLY_KNOWN_KEYS) && !isKnown(name, message))
        || (dialect.has(MessageRule.DROP_MESSAGE_NAMES)
            && name.equals("name")
            && !answer
            && !message.role().equals("function"))
        || (dialect.has(MessageRule.DROP_REASONING_FIELDS) && Message.isThought(name))
        || (dialect.has(MessageRule.DROP_EMPTY_TOOL_CALLS)
            && name.equals("tool_calls")
            && message.calls.isEmpty())
        || (dialect.has(MessageRule.DROP_NULL_MEMBERS)
            && message.isAssistant()
            && member.isNull()
            && !name.equals("content"));
  }

  private static boolean isKnown(String name, Message message) {
    return switch (name) {
      case "role", "content" -> true;
      case "tool_calls", "prefix" -> message.isAssistant();
      case "tool_call_id" -> message.role().equals("tool");
      case "name" -> message.role().equals("tool") || message.role().equals("function");
      default -> false;
    };
  }

  private void editMember(ObjectSplice edit, Member member, Message message) throws IOException {
    switch (member.name()) {
      case "role" -> {
        if (message.role().equals("developer") && dialect.has(MessageRule.DEVELOPER_TO_SYSTEM)) {
          edit.setValue(member, SYSTEM);
        }
      }
      case "reasoning_content" -> renameThought(edit, member, message);
      case "tool_call_id" -> {
        if (dialect.has(MessageRule.NINE_CHAR_TOOL_IDS)) {
          edit.setValue(member, RawObject.quote(ids.ofAnswer(text(member))));
        }
      }
      case "tool_calls" -> editCalls(message.calls);
      case "content" -> editParts(message.parts);
      default -> {}
    }
  }

  private void renameThought(ObjectSplice edit, Member member, Message message) {
    if (dialect.has(MessageRule.RENAME_REASONING_CONTENT)) {
      if (message.members.stream().anyMatch(m -> m.name().equals("reasoning"))) {
        edit.remove(member);
      } else {
        edit.rename(member, "reasoning");
      }
    }
  }

  private void editCalls(List<Inner> calls) {
    ids.nextTurn();
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
    byte[] id = RawObject.quote(ids.ofCall(call.id()));
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
    try (var cursor = new Cursor(splices.source(), member.valueStart(), member.valueEnd())) {
      String text = cursor.text();
      return text == null ? "" : text;
    }
  }
}
