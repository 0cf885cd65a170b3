package sml.gateway.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sml.gateway.json.RawObject;
import sml.gateway.upstream.wire.Answers.Seen;

/**
 * Any answer made of reasoning, text, parallel calls, usage and errors, in any of the shapes of
 * providers and cut anywhere, is the same message whole and streamed, and what the model said.
 */
class SameAnswerTest {
  private static final int ANSWERS = 1500;
  private static final OfferedTools TOOLS = Pieces.offered("read_file", "read", "write");
  private static final List<String> PHRASES =
      List.of(
          "The answer is 42. ",
          "สวัสดีครับ ยินดีที่ได้รู้จัก ",
          "🙂 a < b && c > d ",
          "What does </think> mean? ",
          "Open <think> is a tag. ",
          "A `<tool_call>` begins a call. ",
          "\n```xml\n<tool_call>{\"name\":\"read\",\"arguments\":{}}</tool_call>\n```\n",
          "\n```json\n{\"name\":\"read\",\"arguments\":{\"a\":1}}\n```\n",
          "He said \"<think>\" twice. ",
          "[1] and [TOOL_CALLS] are marks. ",
          "<tool_call> is a tag. ",
          "{\"name\": \"x\"} ",
          "\n\n",
          "data: [DONE] ",
          "<b>bold</b> <",
          "! ");
  private static final List<String> ARGUMENTS =
      List.of(
          "{}",
          "{\"path\":\"x\"}",
          "{\"text\":\"<think>a</think> <tool_call> \\\"q\\\" } ] \\\\\",\"n\":1.50}",
          "{\"ก\":[1,{\"b\":null}],\"e\":\"🙂\"}");

  private final Random random;

  SameAnswerTest() {
    this.random = new Random(20261129);
  }

  /** What a model says, before any provider dresses it. */
  private record Said(String reasoning, String text, List<Call> calls, String finish) {
    Seen seen() {
      boolean called = !calls.isEmpty() && finish.equals("stop");
      List<String> shown = calls.stream().map(call -> call.name + " " + call.arguments).toList();
      return new Seen(text, reasoning, shown, called ? "tool_calls" : finish);
    }
  }

  private record Call(String name, String arguments) {}

  /** How a provider sends its reasoning. */
  private enum Thinks {
    TAGS,
    BRACKETS,
    MEMBER,
    PARTS
  }

  /** How a provider separates one call from the next in a stream. */
  private enum Calls {
    INDEX,
    INDEX_AND_ID_EACH_TIME,
    NEITHER,
    SAME_ID,
    ARGUMENTS_TWICE,
    ALL_AT_ONCE
  }

  @Test
  void everyAnswerIsTheSameWholeAndStreamed() {
    for (int i = 0; i < ANSWERS; i++) {
      Said said = said();
      Thinks thinks = any(List.of(Thinks.values()));
      Calls shape = any(List.of(Calls.values()));
      String what = i + " " + thinks + " " + shape + " " + said;
      ObjectNode message = message(said, thinks);
      assertThat(Answers.whole(TOOLS, message, said.finish))
          .as("whole: " + what)
          .isEqualTo(said.seen());
      byte[] stream = stream(deltas(said, thinks, shape), said.finish);
      assertThat(Answers.streamed(TOOLS, new Pieces(stream, 1 + upTo(9), 1 + upTo(40))))
          .as("streamed: " + what)
          .isEqualTo(said.seen());
      assertThat(Answers.joined(TOOLS, stream)).as("joined: " + what).isEqualTo(said.seen());
    }
  }

  private Said said() {
    var text = new StringBuilder();
    for (int i = upTo(5); i > 0; i--) {
      text.append(any(PHRASES));
    }
    // what follows reasoning begins with its first word
    String reasoning =
        random.nextBoolean()
            ? ""
            : "I think. " + any(List.of("ก็ <b", "So?", "say \"hi\"", "use `f()`"));
    String content = reasoning.isEmpty() ? text.toString() : text.toString().stripLeading();
    List<Call> calls = new ArrayList<>();
    for (int i = content.isBlank() ? 1 + upTo(3) : upTo(3); i > 0; i--) {
      calls.add(new Call(any(List.of("read_file", "read", "write")), any(ARGUMENTS)));
    }
    return new Said(reasoning, content, calls, upTo(5) == 0 ? "length" : "stop");
  }

  private ObjectNode message(Said said, Thinks thinks) {
    ObjectNode message = RawObject.EXACT.createObjectNode();
    switch (thinks) {
      case MEMBER -> {
        message.put("content", said.text);
        if (!said.reasoning.isEmpty()) {
          message.put("reasoning_content", said.reasoning);
        }
      }
      case PARTS -> parts(message.putArray("content"), said.reasoning, said.text);
      default -> message.put("content", tagged(said, thinks));
    }
    for (Call call : said.calls) {
      ObjectNode made = message.withArrayProperty("tool_calls").addObject();
      made.put("id", "same").put("type", "function");
      made.putObject("function").put("name", call.name).put("arguments", call.arguments);
    }
    return message;
  }

  private static String tagged(Said said, Thinks thinks) {
    if (said.reasoning.isEmpty()) {
      return said.text;
    }
    return thinks == Thinks.TAGS
        ? "<think>" + said.reasoning + "</think>\n\n" + said.text
        : "\n[THINK]" + said.reasoning + "[/THINK]" + said.text;
  }

  private static void parts(ArrayNode parts, String reasoning, String text) {
    if (!reasoning.isEmpty()) {
      ObjectNode part = parts.addObject().put("type", "thinking");
      part.putArray("thinking").addObject().put("type", "text").put("text", reasoning);
    }
    if (!text.isEmpty()) {
      parts.addObject().put("type", "text").put("text", text);
    }
  }

  private List<ObjectNode> deltas(Said said, Thinks thinks, Calls shape) {
    List<ObjectNode> deltas = new ArrayList<>();
    deltas.add(delta().put("role", "assistant").put("content", ""));
    switch (thinks) {
      case MEMBER -> {
        pieces(said.reasoning).forEach(p -> deltas.add(delta().put("reasoning_content", p)));
        pieces(said.text).forEach(piece -> deltas.add(delta().put("content", piece)));
      }
      case PARTS -> {
        for (String piece : pieces(said.reasoning)) {
          ObjectNode delta = delta();
          parts(delta.putArray("content"), piece, "");
          deltas.add(delta);
        }
        for (String piece : pieces(said.text)) {
          ObjectNode delta = delta();
          parts(delta.putArray("content"), "", piece);
          deltas.add(delta);
        }
      }
      default -> pieces(tagged(said, thinks)).forEach(p -> deltas.add(delta().put("content", p)));
    }
    for (int i = 0; i < said.calls.size(); i++) {
      call(deltas, said.calls.get(i), i, shape);
    }
    return deltas;
  }

  private void call(List<ObjectNode> deltas, Call call, int index, Calls shape) {
    List<String> pieces =
        shape == Calls.ALL_AT_ONCE ? List.of(call.arguments) : pieces(call.arguments);
    String id = shape == Calls.SAME_ID ? "same" : "id" + index;
    for (int i = 0; i < pieces.size(); i++) {
      ObjectNode tool = tool(deltas);
      boolean first = i == 0;
      if (shape == Calls.INDEX || shape == Calls.INDEX_AND_ID_EACH_TIME || shape == Calls.SAME_ID) {
        tool.put("index", index);
      }
      if (first || shape == Calls.INDEX_AND_ID_EACH_TIME) {
        tool.put("id", id).put("type", "function");
      }
      ObjectNode function = tool.putObject("function");
      if (first) {
        function.put("name", call.name);
      }
      function.put("arguments", pieces.get(i));
    }
    if (shape == Calls.ARGUMENTS_TWICE) {
      tool(deltas).put("id", id).putObject("function").put("arguments", call.arguments);
    }
  }

  private static ObjectNode tool(List<ObjectNode> deltas) {
    ObjectNode delta = delta();
    deltas.add(delta);
    return delta.putArray("tool_calls").addObject();
  }

  private byte[] stream(List<ObjectNode> deltas, String finish) {
    boolean withFinish = upTo(2) == 0;
    var out = new StringBuilder();
    for (int i = 0; i < deltas.size(); i++) {
      boolean last = withFinish && i == deltas.size() - 1;
      event(out, deltas.get(i), last ? finish : null);
    }
    if (!withFinish) {
      event(out, delta(), finish);
    }
    if (upTo(2) == 0) {
      out.append("data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":3}}\n\n");
    }
    if (upTo(4) == 0) {
      out.append("data: {\"error\":{\"message\":\"too late\"}}\n\n");
    }
    return out.append("data: [DONE]\n\n").toString().getBytes(UTF_8);
  }

  private void event(StringBuilder out, JsonNode delta, @Nullable String finish) {
    ObjectNode chunk = RawObject.EXACT.createObjectNode().put("id", "c");
    ObjectNode choice = chunk.putArray("choices").addObject();
    if (upTo(4) > 0) {
      choice.put("index", 0);
    }
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    out.append(upTo(8) == 0 ? ": alive\n\n" : "").append("data: ").append(chunk).append("\n\n");
  }

  private List<String> pieces(String text) {
    List<String> pieces = new ArrayList<>();
    int longest = 1 + upTo(12);
    for (int at = 0; at < text.length(); ) {
      int to = Math.min(text.length(), at + 1 + upTo(longest));
      if (Character.isHighSurrogate(text.charAt(to - 1))) {
        to++;
      }
      pieces.add(text.substring(at, to));
      at = to;
    }
    return pieces;
  }

  private static ObjectNode delta() {
    return RawObject.EXACT.createObjectNode();
  }

  private int upTo(int bound) {
    return random.nextInt(bound);
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
