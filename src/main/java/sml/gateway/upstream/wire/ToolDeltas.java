package sml.gateway.upstream.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Indexes of the calls that never got any arguments. */
  List<Integer> withoutArguments() {
    return calls.stream().filter(call -> !call.arguments.begun()).map(call -> call.index).toList();
  }

  /** The ids that the upstream had given to two calls, by those that were made instead. */
  Map<String, String> renamed() {
    return renamed;
  }

  /** Decides to which call a delta belongs and what of it is sent. */
  void place(ChoiceDelta.Tool tool) {
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
    tool.argumentsOut = tool.arguments == null ? null : call.arguments.take(tool.arguments);
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
    if (!candidate.name.equals(name)) {
      return candidate.arguments.begun() || !isPieceOfName(candidate.name, name);
    }
    boolean repetition = sameId && candidate.arguments.isRepeatedBy(text(tool.arguments));
    return candidate.arguments.closed() && !repetition;
  }

  /** Some providers send the name of a call in pieces. */
  private boolean isPieceOfName(String begun, String piece) {
    return !offered.contains(piece) && offered.anyBeginsWith(begun + piece);
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }
}
