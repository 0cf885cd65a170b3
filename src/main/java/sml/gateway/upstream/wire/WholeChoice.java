package sml.gateway.upstream.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;

/**
 * Repairs one choice of a complete answer in place, by the rules of {@link ChoiceState}, and
 * returns what it holds.
 *
 * @param delta its message, read as the only delta of a stream
 * @param renamed ids the upstream gave to two calls, by those that were made instead
 * @param fault why it is no answer; null when it is one
 */
record WholeChoice(
    ChoiceDelta delta,
    boolean changed,
    ReasoningSign sign,
    Map<String, String> renamed,
    @Nullable String fault) {

  /** The repaired choice; null when it has no message and was not taken away by a filter. */
  static @Nullable WholeChoice of(ObjectNode choice, int position, ExpectedAnswer expectedAnswer)
      throws IOException {
    ChoiceDelta delta = ChunkScan.message(choice.traverse(RawObject.EXACT));
    String written = delta.finish;
    boolean filtered = ChoiceState.finishReason(written, false).equals("content_filter");
    if (!delta.hasDelta && !filtered) {
      return null;
    }
    for (int i = 0; i < delta.tools.size(); i++) {
      // each element is a call of its own
      delta.tools.get(i).index = i;
    }
    delta.finish = written == null || written.isEmpty() ? "stop" : written;
    var state = new ChoiceState(expectedAnswer.with(reasoning(delta, expectedAnswer.reasoning())));
    state.take(delta);
    delta.newFinish = !Objects.equals(written, delta.finishOut);
    boolean changed = ChoicesRepair.whole(choice, delta, position);
    return new WholeChoice(delta, changed, state.sign(), state.renamed(), fault(delta, written));
  }

  String text() {
    return delta.text;
  }

  @Nullable String finish() {
    return delta.finishOut;
  }

  boolean hasContent() {
    return delta.valid;
  }

  /** A whole answer shows at once whether it begins inside its reasoning. */
  private static Reasoning reasoning(ChoiceDelta delta, Reasoning known) {
    String content = delta.content == null ? "" : delta.content;
    boolean unopened = known == Reasoning.TAGGED && !delta.reasons && UnopenedTag.in(content) > 0;
    return unopened ? Reasoning.OPENED_BY_PROMPT : known;
  }

  private static @Nullable String fault(ChoiceDelta delta, @Nullable String written) {
    if (ChoiceState.isFault(written)) {
      return "the model ended with an error";
    }
    boolean cut = "length".equals(delta.finishOut);
    for (ChoiceDelta.Tool tool : delta.tools) {
      if (tool.custom) {
        continue;
      }
      if (tool.name == null || tool.name.isEmpty()) {
        return "a tool call without the name of a function";
      }
      String arguments = tool.argumentsOut == null ? "" : tool.argumentsOut;
      if (!cut && !arguments.isBlank() && !JsonCalls.isJson(arguments)) {
        return "a tool call whose arguments are no JSON";
      }
    }
    return null;
  }
}
