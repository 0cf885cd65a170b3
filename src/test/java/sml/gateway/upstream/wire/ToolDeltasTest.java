package sml.gateway.upstream.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sml.gateway.json.RawObject;

class ToolDeltasTest {
  private final ChunkReader reader =
      new ChunkReader(
          new ExpectedAnswer(
              Pieces.offered("f", "g", "read_file", "read"), "asked", Reasoning.TAGGED),
          Clock.systemUTC());
  private final Map<Integer, List<String>> calls = new TreeMap<>();
  private final List<String> ids = new ArrayList<>();
  private String finish = "";

  @Test
  void aSoundStreamOfCallsPassesUntouched() {
    String first =
        ChunkReaderTest.chunk(
            "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"index\":0,\"id\":\"a\","
                + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
            "null");
    String second =
        ChunkReaderTest.chunk(
            "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}", "null");
    String third = ChunkReaderTest.chunk("{}", "\"tool_calls\"");
    for (String chunk : List.of(first, second, third)) {
      assertThat(reader.read(new EventReader.Data(chunk.getBytes(UTF_8), false)))
          .isInstanceOfSatisfying(
              ChunkReader.Piece.class,
              piece ->
                  assertThat(new String(piece.chunk().json().bytes(), UTF_8)).isEqualTo(chunk));
    }
  }

  @Test
  void callsWithoutIndexAreCounted() {
    send("{'function':{'name':'f','arguments':'{}'}},{'function':{'name':'g','arguments':'{}'}}");
    finish();
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{}"), 1, List.of("g", "{}")));
    assertThat(ids).hasSize(2).doesNotHaveDuplicates().allMatch(id -> id.startsWith("call_"));
    assertThat(finish).isEqualTo("tool_calls");
  }

  @Test
  void callsThatShareAnIndexAreSeparatedByTheirIds() {
    send("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}");
    send("{'index':0,'id':'b','function':{'name':'f','arguments':'{}'}}");
    finish();
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{}"), 1, List.of("f", "{}")));
    assertThat(ids).containsExactly("a", "b");
  }

  @Test
  void callsThatShareAnIndexAndHaveEmptyIdsAreSeparatedByTheirArguments() {
    send("{'index':0,'id':'','function':{'name':'f','arguments':'{}'}}");
    send("{'index':0,'id':'','function':{'name':'f','arguments':'{}'}}");
    finish();
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{}"), 1, List.of("f", "{}")));
    assertThat(ids).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void anEmptyObjectBeforeTheArgumentsIsNoArguments() {
    send("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}");
    send("{'index':0,'function':{'arguments':'{\\'c\\':'}}");
    send("{'index':0,'function':{'arguments':'1}'}}");
    send("{'index':1,'id':'b','function':{'name':'g','arguments':'{}'}}");
    send("{'index':1,'id':'b','function':{'name':'g','arguments':'{}'}}");
    finish();
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{\"c\":1}"), 1, List.of("g", "{}")));
    assertThat(ids).containsExactly("a", "b");
  }

  @Test
  void idAndNameThatAreRepeatedAreSentOnce() {
    send("{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':'{'}}");
    send("{'index':0,'id':'a','type':'function','function':{'name':'f','arguments':'}'}}");
    send("{'index':0,'id':'a','type':'function','function':{'name':'','arguments':''}}");
    finish();
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{}")));
    assertThat(ids).containsExactly("a");
  }

  @Test
  void piecesWithoutIndexBelongToTheLastCall() {
    send("{'id':'a','function':{'name':'f','arguments':'{'}}");
    send("{'function':{'arguments':'}'}}");
    send("{'id':'b','function':{'name':'g','arguments':'{}'}}");
    finish();
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{}"), 1, List.of("g", "{}")));
  }

  @Test
  void argumentsBecomeTextAndAreNeverEmptyAtTheEnd() {
    send("{'index':0,'id':'a','function':{'name':'f','arguments':{}}}");
    send("{'index':1,'id':'b','function':{'name':'g'}}");
    send("{'index':2,'id':'c','function':{'name':'f','arguments':null}}");
    finish();
    assertThat(calls.values())
        .containsExactly(List.of("f", "{}"), List.of("g", "{}"), List.of("f", "{}"));
  }

  @Test
  void argumentsThatNeverCameAreFilledInTheFinishingChunkItself() {
    gather("{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\"}}]}", "\"stop\"");
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{}")));
    assertThat(finish).isEqualTo("tool_calls");
  }

  @Test
  void aCallThatIsAlsoWrittenAsTextIsMadeOnce() {
    gather("{\"content\":\"{\\\"name\\\":\\\"f\\\",\\\"arguments\\\":{}}\"}", "null");
    send("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}");
    finish();
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{}")));
  }

  @Test
  void argumentsThatComeAgainAreDropped() {
    send("{'index':0,'id':'a','function':{'name':'f','arguments':'{'}}");
    send("{'index':0,'function':{'arguments':'}'}}");
    send("{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}");
    send("{'index':0,'function':{'arguments':'{}'}}");
    send("{'index':0,'function':{'arguments':' '}}");
    finish();
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{}")));
    assertThat(ids).containsExactly("a");
  }

  @Test
  void aValueEndsWhereItsBracketsDoAndNotInsideOfText() {
    send("{'index':0,'id':'a','function':{'name':'f','arguments':'{~t~:~}{~'}}");
    send("{'index':0,'function':{'arguments':'}{~t~:1}'}}");
    finish();
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{\"t\":\"}{\"}")));
  }

  @Test
  void callsWithOneIdAreNotMerged() {
    send("{'index':0,'id':'a','function':{'name':'f','arguments':'{~x~:1}'}}");
    send("{'index':1,'id':'a','function':{'name':'f','arguments':'{~x~:1}'}}");
    send("{'index':2,'id':'a','function':{'name':'g','arguments':'{}'}}");
    finish();
    assertThat(calls).hasSize(3);
    assertThat(ids).hasSize(3).doesNotHaveDuplicates().contains("a");
  }

  @Test
  void callsWithOneIdAndNoIndexAreSeparatedByNameOrArguments() {
    send("{'id':'a','function':{'name':'f','arguments':'{~x~:1}'}}");
    send("{'id':'a','function':{'name':'f','arguments':'{~x~:2}'}}");
    send("{'id':'a','function':{'name':'g','arguments':'{}'}}");
    finish();
    assertThat(calls.values())
        .containsExactly(List.of("f", "{\"x\":1}"), List.of("f", "{\"x\":2}"), List.of("g", "{}"));
    assertThat(ids).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void aNameInPiecesIsOneName() {
    send("{'index':0,'id':'a','function':{'name':'read_','arguments':''}}");
    send("{'index':0,'function':{'name':'file'}}");
    send("{'index':0,'function':{'arguments':'{}'}}");
    send("{'index':1,'id':'b','function':{'name':'read'}}");
    send("{'index':1,'id':'b','function':{'name':'_file','arguments':'{}'}}");
    finish();
    assertThat(calls.values())
        .containsExactly(List.of("read_file", "{}"), List.of("read_file", "{}"));
    assertThat(ids).containsExactly("a", "b");
  }

  @Test
  void aStreamWithoutAFinishReasonGetsOne() {
    send("{'index':0,'id':'a','function':{'name':'f'}}");
    ChunkReader.Piece rest = Objects.requireNonNull(reader.end());
    JsonNode choice = tree(rest.chunk().json().bytes()).at("/choices/0");
    choice.at("/delta/tool_calls").forEach(this::gather);
    assertThat(choice.path("finish_reason").asText()).isEqualTo("tool_calls");
    assertThat(calls).isEqualTo(Map.of(0, List.of("f", "{}")));
    assertThat(reader.end()).isNull();
  }

  @Test
  void callsThatNeverCameAreNoReasonToFinish() {
    gather("{}", "\"tool_calls\"");
    assertThat(finish).isEqualTo("stop");
  }

  private void send(String tools) {
    gather("{\"tool_calls\":[" + tools.replace('\'', '"').replace("~", "\\\"") + "]}", "null");
  }

  private void finish() {
    gather("{}", "\"stop\"");
  }

  private void gather(String delta, String reason) {
    byte[] data = ChunkReaderTest.chunk(delta, reason).getBytes(UTF_8);
    if (reader.read(new EventReader.Data(data, false)) instanceof ChunkReader.Piece piece) {
      JsonNode choice = tree(piece.chunk().json().bytes()).at("/choices/0");
      assertThat(choice.at("/delta/content").asText("")).isEmpty();
      choice.at("/delta/tool_calls").forEach(this::gather);
      finish += choice.path("finish_reason").asText("");
    }
  }

  private void gather(JsonNode call) {
    List<String> known = calls.get(call.path("index").asInt(-1));
    if (known == null) {
      assertThat(call.path("type").asText()).isEqualTo("function");
      known = List.of("", "");
    }
    if (call.has("id")) {
      ids.add(call.path("id").asText());
    }
    calls.put(
        call.path("index").asInt(-1),
        List.of(
            known.get(0) + call.at("/function/name").asText(""),
            known.get(1) + call.at("/function/arguments").asText("")));
  }

  private static JsonNode tree(byte[] json) {
    try {
      return RawObject.EXACT.readTree(json);
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }
}
