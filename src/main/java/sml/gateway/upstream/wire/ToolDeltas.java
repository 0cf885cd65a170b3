package sml.gateway.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tool calls of one streamed choice apart: gives each its own index, one id that is sent
 * once, a name that is sent once and arguments that end where their JSON value ends. Calls are
 * distinguished by their index, then by a new name, then by their id.
 */
final class ToolDeltas {
  private final OfferedTools offered;
  private final List<Known> calls = new ArrayList<>(2);
  private final Map<Integer, Known> byUpstreamIndex = new HashMap<>();
  private final Map<String, String> renamed = new HashMap<>(2);

  private static final class Known {
    final int index;
    final String upstreamId;
    String name = "";
    boolean custom;

    /** It began with "{}", which some send before the arguments. */
    boolean placeholder;

    final JsonValueEnd arguments = new JsonValueEnd();

    Known(int index, String upstreamId) {
      this.index = index;
      this.upstreamId = upstreamId;
    }
  }

  ToolDeltas(OfferedTools offered) {
    this.offered = offered;
  }

  boolean any() {
    return !calls.isEmpty();
  }

  /** Index for a call that comes from elsewhere. */
  int size() {
    return calls.size();
  }

  /** Indexes of the functions that never got any arguments. */
  List<Integer> withoutArguments() {
    return calls.stream()
        .filter(call -> !call.custom && !call.arguments.begun())
        .map(call -> call.index)
        .toList();
  }

  /** True when one of the calls is this one. */
  boolean makes(TextCall other) {
    JsonNode wanted = JsonCalls.tree(other.arguments());
    for (Known call : calls) {
      String arguments = call.arguments.begun() ? call.arguments.text() : "{}";
      if (call.name.equals(other.name()) && Objects.equals(JsonCalls.tree(arguments), wanted)) {
        return true;
      }
    }
    return false;
  }

  /** The ids that the upstream had given to two calls, by those that were made instead. */
  Map<String, String> renamed() {
    return renamed;
  }

  /**
   * Decides to which call a delta belongs and what of it is sent.
   *
   * @param last no more deltas come
   */
  void place(ChoiceDelta.Tool tool, boolean last) {
    Known call = known(tool);
    tool.first = call == null;
    if (call == null) {
      String id = text(tool.id);
      boolean taken = calls.stream().anyMatch(other -> other.upstreamId.equals(id));
      call = new Known(calls.size(), id);
      calls.add(call);
      String made = id.isEmpty() || taken ? NewIds.call() : id;
      tool.idOut = made;
      if (taken && !id.isEmpty()) {
        renamed.put(made, id);
      }
    } else {
      tool.idOut = null;
    }
    if (tool.index >= 0) {
      byUpstreamIndex.put(tool.index, call);
    }
    tool.indexOut = call.index;
    name(tool, call);
    call.custom |= tool.custom;
    boolean empty = isEmpty(tool.arguments);
    if (tool.first && tool.index >= 0 && empty && !last) {
      call.placeholder = true;
      tool.argumentsOut = "";
    } else {
      tool.argumentsOut = tool.arguments == null ? null : call.arguments.take(tool.arguments);
    }
  }

  private void name(ChoiceDelta.Tool tool, Known call) {
    String name = text(tool.name);
    boolean repeated = !name.isEmpty() && call.name.equals(name);
    tool.nameOut = repeated ? null : tool.name;
    if (!repeated) {
      call.name += name;
    }
  }

  private @Nullable Known known(ChoiceDelta.Tool tool) {
    Known candidate = candidate(tool);
    if (candidate == null || text(tool.name).isEmpty() || candidate.name.isEmpty()) {
      return candidate;
    }
    return isAnother(tool, candidate) ? null : candidate;
  }

  /** The call with the index or id of this delta, else the last one. */
  private @Nullable Known candidate(ChoiceDelta.Tool tool) {
    String id = text(tool.id);
    if (tool.index >= 0 && byUpstreamIndex.containsKey(tool.index)) {
      return byUpstreamIndex.get(tool.index);
    }
    if (tool.index >= 0 && !text(tool.name).isEmpty()) {
      return null;
    }
    if (!id.isEmpty()) {
      for (Known call : calls.reversed()) {
        if (call.upstreamId.equals(id)) {
          return call;
        }
      }
    }
    if (tool.index >= 0 || calls.isEmpty() || (!id.isEmpty() && !text(tool.name).isEmpty())) {
      return null;
    }
    return calls.getLast();
  }

  /** True when a delta with a name begins another call than the candidate. */
  private boolean isAnother(ChoiceDelta.Tool tool, Known candidate) {
    String id = text(tool.id);
    String name = text(tool.name);
    boolean sameId = !id.isEmpty() && id.equals(candidate.upstreamId);
    if (!id.isEmpty() && !sameId) {
      return true;
    }
    boolean waits = candidate.placeholder && !candidate.arguments.begun();
    if (!candidate.name.equals(name)) {
      return waits || candidate.arguments.begun() || !isPieceOfName(candidate.name, name);
    }
    boolean same =
        candidate.arguments.isRepeatedBy(text(tool.arguments))
            || (waits && isEmpty(tool.arguments));
    return (waits || candidate.arguments.closed()) && !(sameId && same);
  }

  private static boolean isEmpty(@Nullable String arguments) {
    return arguments != null && arguments.strip().equals("{}");
  }

  /** Some providers send the name of a call in pieces. */
  private boolean isPieceOfName(String begun, String piece) {
    return !offered.contains(piece) && offered.anyBeginsWith(begun + piece);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
