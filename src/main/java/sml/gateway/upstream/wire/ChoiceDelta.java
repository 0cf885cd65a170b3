package sml.gateway.upstream.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One choice of one chunk: what was read of it, and what {@link ChoiceState} made of that. */
final class ChoiceDelta {
  // read
  int index = -1;
  boolean hasDelta;
  @Nullable String role;
  @Nullable String content;
  boolean contentInParts;
  boolean reasons;
  boolean refuses;
  boolean oldCall;

  /** It has images or sound. */
  boolean media;

  /** It has the probabilities of its tokens. */
  boolean measured;

  @Nullable String finish;
  final List<Tool> tools = new ArrayList<>(2);

  // made of it
  String text = "";
  String thoughts = "";
  boolean newRole;
  boolean newText;
  boolean newTools;
  boolean newFinish;
  @Nullable String finishOut;
  List<TextCall> calls = List.of();
  int firstTextCall;
  List<Integer> emptyCalls = List.of();
  boolean valid;

  /** One element of {@code tool_calls}. */
  static final class Tool {
    int index = -1;
    @Nullable String id;
    @Nullable String type;
    @Nullable String name;
    @Nullable String arguments;
    boolean argumentsAreText;

    /** A call of a custom tool: its input is text and stays as it is. */
    boolean custom;

    int indexOut;
    @Nullable String idOut;
    @Nullable String nameOut;
    @Nullable String argumentsOut;
    boolean first;

    /** True when it must be sent differently from how it came. */
    boolean changed() {
      return index != indexOut
          || (first && !custom && (!"function".equals(type) || !argumentsAreText))
          || (arguments != null && !argumentsAreText)
          || !Objects.equals(id, idOut)
          || !Objects.equals(name, nameOut)
          || !Objects.equals(arguments, argumentsOut);
    }
  }

  /** True when all it brought is kept back. */
  boolean swallowed() {
    return newText && text.isEmpty() && hasNoMore();
  }

  /** True for a piece of the text of the first choice, and nothing else. */
  boolean onlyText() {
    return index == 0 && !text.isEmpty() && !measured && hasNoMore();
  }

  /** True when it brings nothing but its text. */
  private boolean hasNoMore() {
    return thoughts.isEmpty()
        && tools.isEmpty()
        && calls.isEmpty()
        && !reasons
        && !refuses
        && !media
        && !oldCall
        && finishOut == null;
  }

  boolean changed() {
    return newRole || newText || newTools || newFinish || !hasDelta || index < 0;
  }
}
