package sml.gateway.upstream.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.json.RawObject;
import sml.gateway.upstream.wire.Answers.Seen;

/** Tool calls written as text, in the marks of many chat templates, cut anywhere. */
class TextCallsTest {
  private static final OfferedTools TOOLS = offered();

  private static OfferedTools offered() {
    String tools =
        """
        [{"type":"function","function":{"name":"get","parameters":{"type":"object",
          "properties":{"c":{"type":"string"},"n":{"type":"integer"}}}}},
         {"type":"function","function":{"name":"put"}}]
        """;
    try {
      JsonNode tree = RawObject.EXACT.readTree(tools);
      return OfferedTools.of(tree);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /** One call of get with c = "กรุง", in each form. */
  static List<String> forms() {
    String json = "{\"name\":\"get\",\"arguments\":{\"c\":\"กรุง\"}}";
    String arguments = "{\"c\":\"กรุง\"}";
    return List.of(
        "<tool_call>\n" + json + "\n</tool_call>",
        "<tool_call>" + json,
        "<tool_call>" + json + "</tool_call><|im_end|>",
        "<tool_calls>[" + json + "]</tool_calls>",
        "<function_call>" + json + "</function_call>",
        "<|tool_call|>[" + json + "]",
        "<function=get>" + arguments + "</function>",
        "<tool_call>\n<function=get>\n<parameter=c>\nกรุง\n</parameter>\n</function>\n</tool_call>",
        "<function_calls><invoke name=\"get\"><parameter name=\"c\">กรุง</parameter></invoke>"
            + "</function_calls>",
        "<minimax:tool_call>\n<invoke name=\"get\">\n<parameter name=\"c\">กรุง</parameter>\n"
            + "</invoke>\n</minimax:tool_call>",
        "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"get\">\n"
            + "<｜DSML｜parameter name=\"c\" string=\"true\">กรุง</｜DSML｜parameter>\n"
            + "</｜DSML｜invoke>\n</｜DSML｜function_calls>",
        "<tool_call>get\n<arg_key>c</arg_key>\n<arg_value>กรุง</arg_value>\n</tool_call>",
        "[TOOL_CALLS][" + json + "]",
        "[TOOL_CALLS]get[ARGS]" + arguments,
        "[TOOL_CALLS]get[CALL_ID]abc123def[ARGS]" + arguments + "</s>",
        "[TOOL_CALLS]get" + arguments,
        "<|python_tag|>{\"name\":\"get\",\"parameters\":" + arguments + "}<|eom_id|>",
        "<|tool_calls_section_begin|><|tool_call_begin|>functions.get:0<|tool_call_argument_begin|>"
            + arguments
            + "<|tool_call_end|><|tool_calls_section_end|>",
        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>get\n```json\n"
            + arguments
            + "\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜><｜end▁of▁sentence｜>",
        "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>get<｜tool▁sep｜>"
            + arguments
            + "<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
        "<|start|>assistant<|channel|>commentary to=functions.get <|constrain|>json<|message|>"
            + arguments
            + "<|call|>");
  }

  private static Seen both(String text) {
    Seen whole = Answers.whole(TOOLS, text);
    for (int size = 1; size <= text.length(); size++) {
      assertThat(Answers.streamed(TOOLS, Answers.deltas(text, size), "stop"))
          .as("in pieces of " + size)
          .isEqualTo(whole);
    }
    return whole;
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aCallInAnyFormIsACall(String form) {
    Seen seen = both(form);
    assertThat(seen.calls()).containsExactly("get {\"c\":\"กรุง\"}");
    assertThat(seen.content()).isEmpty();
    assertThat(seen.finish()).isEqualTo("tool_calls");
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aSentenceBeforeACallStaysContent(String form) {
    for (String before :
        List.of("Let me look.\n", "ขอดูก่อนนะ ", "a < b, [1] and <b>so</b>:\n\n")) {
      Seen seen = both(before + form);
      assertThat(seen.calls()).containsExactly("get {\"c\":\"กรุง\"}");
      assertThat(seen.content()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aCallInCodeAQuotationOrProseIsText(String form) {
    for (String text :
        List.of(
            "So:\n```\n" + form + "\n```",
            "So:\n~~~~xml\n" + form + "\n~~~~\nDone.",
            "> " + form.replace("\n", "\n> "),
            "`" + form + "`",
            "He wrote \"" + form + "\"",
            form + "\nis how it is done.")) {
      Seen seen = both(text);
      assertThat(seen.content()).as(text).isEqualTo(text);
      assertThat(seen.calls()).isEmpty();
      assertThat(seen.finish()).isEqualTo("stop");
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aQuotationThatEndsBeforeACallDoesNotQuoteIt(String form) {
    for (String before : List.of("I open `main.py`", "Searching for \"x\"")) {
      Seen seen = both(before + form);
      assertThat(seen.calls()).containsExactly("get {\"c\":\"กรุง\"}");
      assertThat(seen.content()).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aCallBehindReasoningIsACall(String form) {
    for (String thought : List.of("<think>say \"hi\"</think>", "[THINK]I use `get()`[/THINK]\n")) {
      Seen seen = both(thought + form);
      assertThat(seen.calls()).containsExactly("get {\"c\":\"กรุง\"}");
      assertThat(seen.content()).isEmpty();
    }
  }

  @Test
  void aCallOfHarmonyFollowsItsAnalysis() {
    Seen seen =
        both(
            "<|channel|>analysis<|message|>Need it.<|end|><|start|>assistant<|channel|>commentary"
                + " to=functions.get <|constrain|>json<|message|>{\"c\":\"x\"}<|call|>");
    assertThat(seen.reasoning()).isEqualTo("Need it.");
    assertThat(seen.calls()).containsExactly("get {\"c\":\"x\"}");
    assertThat(seen.content()).isEmpty();
  }

  @Test
  void aCallInTextBesideAnotherThatIsMadeIsKeptAndTheSameIsNot() {
    ObjectNode message = RawObject.EXACT.createObjectNode();
    message.put(
        "content",
        "<tool_call>{\"name\":\"put\",\"arguments\":{\"t\":1}}</tool_call>"
            + "<tool_call>{\"name\":\"get\",\"arguments\":{\"c\": \"x\"}}</tool_call>");
    ObjectNode call = message.putArray("tool_calls").addObject().put("id", "a").put("index", 0);
    call.putObject("function").put("name", "get").put("arguments", "{\"c\":\"x\"}");
    Seen whole = Answers.whole(TOOLS, message, "stop");
    assertThat(whole.calls()).containsExactly("get {\"c\":\"x\"}", "put {\"t\":1}");
    assertThat(Answers.streamed(TOOLS, List.of(message.deepCopy()), "stop")).isEqualTo(whole);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void aCallOfAnotherToolIsText(String form) {
    String text = form.replace("get", "rm_rf");
    Seen seen = both(text);
    assertThat(seen.content()).isEqualTo(text);
    assertThat(seen.calls()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("forms")
  void callsInOneAnswerAreAllTaken(String form) {
    Seen seen = both("Two.\n" + form + "\n" + form);
    assertThat(seen.calls()).containsExactly("get {\"c\":\"กรุง\"}", "get {\"c\":\"กรุง\"}");
    assertThat(seen.content()).isEqualTo("Two.\n");
  }

  @Test
  void valuesWithoutQuotesAreWhatTheSchemaSays() {
    String glm =
        "<tool_call>get<arg_key>c</arg_key><arg_value>007</arg_value>"
            + "<arg_key>n</arg_key><arg_value>7</arg_value></tool_call>";
    assertThat(both(glm).calls()).containsExactly("get {\"c\":\"007\",\"n\":7}");
    String qwen =
        "<tool_call><function=get><parameter=c>\n  {\"a\": 1}\n</parameter>"
            + "<parameter=n>\n8\n</parameter></function></tool_call>";
    assertThat(both(qwen).calls()).containsExactly("get {\"c\":\"  {\\\"a\\\": 1}\",\"n\":8}");
  }

  @Test
  void marksInsideArgumentsAreArguments() {
    String json = "{\"name\":\"put\",\"arguments\":{\"t\":\"a </tool_call> <tool_call> b\"}}";
    assertThat(both("<tool_call>" + json + "</tool_call>").calls())
        .containsExactly("put {\"t\":\"a </tool_call> <tool_call> b\"}");
    String tags = "<function=put><parameter=t>x </parameter> y</parameter></function>";
    assertThat(both(tags).calls()).containsExactly("put {\"t\":\"x </parameter> y\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<tool_call>",
        "Open <tool_call> and close </tool_call>.",
        "</tool_call>",
        "<tool_call>{\"name\":\"get\",\"arguments\":{\"c\":</tool_call>",
        "<tool_call>{\"name\":\"get\",\"arguments\":[1]}</tool_call>",
        "<tool_call>get it</tool_call>",
        "[TOOL_CALLS] is a mark",
        "[TOOL_CALLS][1,2]",
        "<function=get>",
        "<function=get>c</function>",
        "See [1], [TOOL and <tool",
        "A < B",
        "1 <",
        "<|python_tag|>print(1)",
        "Look.\n{\"name\":\"get\",\"arguments\":{\"c\":\"x\"}}",
        "\n\n  ",
        "Use ```<tool_call>``` then",
        "```\ncode\n```\n",
      })
  void toolLikeTextComesThroughCompletely(String text) {
    Seen seen = both(text);
    assertThat(seen.content()).isEqualTo(text);
    assertThat(seen.calls()).isEmpty();
  }

  @Test
  void aCallBehindAClosedCodeBlockIsACall() {
    Seen seen = both("```\n<tool_call>x\n```\n<tool_call>{\"name\":\"put\"}</tool_call>");
    assertThat(seen.content()).isEqualTo("```\n<tool_call>x\n```\n");
    assertThat(seen.calls()).containsExactly("put {}");
  }

  @Test
  void textFlowsUpToWhereACallMayBegin() {
    var reader =
        new ChunkReader(
            new ExpectedAnswer(TOOLS, "asked", Reasoning.TAGGED), ChunkReaderTest.CLOCK);
    String[] pieces = {"Let me ", "see <b", "> then <tool", "_call>{"};
    StringBuilder seen = new StringBuilder();
    for (String piece : pieces) {
      String chunk = ChunkReaderTest.chunk("{\"content\":\"" + piece + "\"}", "null");
      seen.append('|');
      if (ChunkReaderTest.read(reader, chunk) instanceof ChunkReader.Piece flowing) {
        seen.append(flowing.chunk().content());
      }
    }
    assertThat(seen).hasToString("|Let me |see <b|> then |");
  }
}
