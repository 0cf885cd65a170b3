package sml.gateway.upstream.wire;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the tool calls of one streamed choice apart: gives each its own index, one id that is sent
 * once, and a name that is sent once.
 */
final class ToolDeltas {
  private final List<Known> calls = new ArrayList<>(2);
  private final Map<Integer, Known> byUpstreamIndex = new HashMap<>();

  private static final class Known {
    final int index;
    final String upstreamId;
    String name = "";
    final Nesting arguments = new Nesting();

    Known(int index, String upstreamId) {
      this.index = index;
      this.upstreamId = upstreamId;
    }
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
    return calls.stream().filter(call -> !call.arguments.begun).map(call -> call.index).toList();
  }

  /** Decides to which call a delta belongs and what of it is sent. */
  void place(ChoiceDelta.Tool tool) {
    Known call = known(tool);
    tool.first = call == null;
    if (call == null) {
      call = new Known(calls.size(), text(tool.id));
      calls.add(call);
      tool.idOut = text(tool.id).isEmpty() ? NewIds.call() : tool.id;
    } else {
      tool.idOut = null;
    }
    if (tool.index >= 0) {
      byUpstreamIndex.put(tool.index, call);
    }
    tool.indexOut = call.index;
    String name = text(tool.name);
    tool.nameOut = !name.isEmpty() && call.name.equals(name) ? null : tool.name;
    if (!name.isEmpty()) {
      call.name = name;
    }
    call.arguments.add(text(tool.arguments));
  }

  private @Nullable Known known(ChoiceDelta.Tool tool) {
    String id = text(tool.id);
    String name = text(tool.name);
    Known candidate = candidate(tool, id, name);
    if (candidate == null || name.isEmpty() || candidate.name.isEmpty()) {
      return candidate;
    }
    boolean otherId = !id.isEmpty() && !id.equals(candidate.upstreamId);
    boolean sameId = !id.isEmpty() && !otherId;
    boolean anotherCall =
        otherId || (!sameId && (candidate.arguments.closed() || !candidate.name.equals(name)));
    return anotherCall ? null : candidate;
  }

  private @Nullable Known candidate(ChoiceDelta.Tool tool, String id, String name) {
    if (!id.isEmpty()) {
      for (Known call : calls) {
        if (call.upstreamId.equals(id)) {
          return call;
        }
      }
    }
    if (tool.index >= 0) {
      return byUpstreamIndex.get(tool.index);
    }
    if (calls.isEmpty() || (!id.isEmpty() && !name.isEmpty())) {
      return null;
    }
    return calls.getLast();
  }

  private static String text(@Nullable String value) {
    return value == null ? "" : value;
  }

  /** Follows JSON text just enough to know whether its outermost value is complete. */
  private static final class Nesting {
    boolean begun;
    private int depth;
    private boolean quoted;
    private boolean escaped;

    void add(String piece) {
      for (int i = 0; i < piece.length(); i++) {
        char c = piece.charAt(i);
        begun |= !Character.isWhitespace(c);
        if (quoted) {
          quoted = escaped || c != '"';
          escaped = !escaped && c == '\\';
        } else if (c == '"') {
          quoted = true;
        } else if (c == '{' || c == '[') {
          depth++;
        } else if (c == '}' || c == ']') {
          depth--;
        }
      }
    }

    boolean closed() {
      return depth == 0 && !quoted;
    }
  }
}
