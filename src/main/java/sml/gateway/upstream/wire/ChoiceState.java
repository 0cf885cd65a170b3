package sml.gateway.upstream.wire;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of one choice while its stream runs, and the rules applied to its deltas. The
 * message of a whole answer is a stream of one delta.
 */
final class ChoiceState {
  private static final Set<String> FAULTS =
      Set.of("error", "network_error", "insufficient_system_resource");

  private final ReasoningSplitter think;
  private final TextCallDetector textCalls;
  private final ToolDeltas tools;
  private boolean roleSent;
  private boolean begun;
  private boolean finished;
  private boolean oldCall;

  ChoiceState(ExpectedAnswer expectedAnswer) {
    this.think = new ReasoningSplitter(expectedAnswer.reasoning());
    this.textCalls = new TextCallDetector(expectedAnswer.tools());
    this.tools = new ToolDeltas(expectedAnswer.tools());
  }

  /** Applies the rules to the next delta. */
  void take(ChoiceDelta delta) {
    begun = true;
    boolean last = delta.finish != null && !delta.finish.isEmpty() && !finished;
    for (ChoiceDelta.Tool tool : delta.tools) {
      tools.place(tool, last);
      delta.newTools |= tool.changed();
    }
    oldCall |= delta.oldCall;
    boolean kept = text(delta, last);
    finish(delta, last);
    if (!delta.swallowed()) {
      role(delta);
    }
    delta.valid =
        kept
            || !delta.text.isEmpty()
            || !delta.thoughts.isEmpty()
            || delta.reasons
            || delta.refuses
            || delta.media
            || delta.oldCall
            || !delta.calls.isEmpty()
            || delta.tools.stream().anyMatch(tool -> tool.name != null && !tool.name.isEmpty())
            || "content_filter".equals(delta.finishOut);
  }

  /** True when text arrived that is kept back. */
  private boolean text(ChoiceDelta delta, boolean last) {
    String content = delta.content == null ? "" : delta.content;
    if (delta.reasons) {
      think.separated();
    }
    if (!last && textCalls.passes(content) && think.passes(content)) {
      think.pass(content);
      textCalls.pass(content);
      delta.text = content;
      delta.newText = delta.contentInParts;
      return false;
    }
    think.split(content);
    if (last) {
      think.finish();
    }
    delta.thoughts += think.reasoning();
    delta.text = textCalls.take(think.text(), last);
    if (last) {
      // some models write the call they also make
      delta.calls = textCalls.calls().stream().filter(call -> !tools.makes(call)).toList();
    }
    delta.newText =
        delta.contentInParts
            || !delta.text.equals(content)
            || !delta.calls.isEmpty()
            || !delta.thoughts.isEmpty();
    return textCalls.holding() && !last && !content.isEmpty();
  }

  /** Ids the upstream gave twice, by what they became. */
  Map<String, String> renamed() {
    return tools.renamed();
  }

  ReasoningSign sign() {
    return think.sign();
  }

  private void finish(ChoiceDelta delta, boolean last) {
    boolean called = tools.any() || !delta.calls.isEmpty();
    String reason = last ? finishReason(delta.finish, called) : null;
    delta.finishOut = oldCall && "stop".equals(reason) ? "function_call" : reason;
    delta.newFinish = delta.finish != null && !delta.finish.equals(delta.finishOut);
    finished |= last;
    if (last) {
      delta.emptyCalls = tools.withoutArguments();
      delta.firstTextCall = tools.size();
      delta.newTools |= !delta.emptyCalls.isEmpty() || !delta.calls.isEmpty();
    }
  }

  private void role(ChoiceDelta delta) {
    boolean given = delta.role != null && !delta.role.isEmpty();
    delta.newRole = !given && (!roleSent || delta.role != null);
    roleSent = true;
  }

  /** The end of a choice whose stream ended without a finish reason; null when it had one. */
  @Nullable ChoiceDelta end(int index) {
    if (finished || !begun) {
      return null;
    }
    var rest = new ChoiceDelta();
    rest.index = index;
    rest.hasDelta = true;
    rest.finish = "stop";
    take(rest);
    rest.newFinish = true;
    return rest;
  }

  /** The OpenAI finish reason for what an upstream wrote; a call is finished only where one is. */
  static String finishReason(@Nullable String written, boolean called) {
    String reason =
        switch (written == null ? "" : written.toLowerCase(Locale.ROOT)) {
          case "length",
              "model_length",
              "max_tokens",
              "max_output_tokens",
              "model_context_window_exceeded" ->
              "length";
          case "content_filter",
              "safety",
              "sensitive",
              "recitation",
              "prohibited_content",
              "blocklist",
              "spii" ->
              "content_filter";
          default -> "stop";
        };
    return called && reason.equals("stop") ? "tool_calls" : reason;
  }

  /** Reasons that say the model broke down. */
  static boolean isFault(@Nullable String written) {
    return written != null && FAULTS.contains(written.toLowerCase(Locale.ROOT));
  }
}
