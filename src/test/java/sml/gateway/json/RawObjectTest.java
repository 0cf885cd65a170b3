package sml.gateway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawObjectTest {

  private static RawObject parse(String json) throws IOException {
    return RawObject.parse(json.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":1,\"model\":\"x\",\"b\":2}|{\"a\":1,\"model\":\"new\",\"b\":2}",
        "{\"model\" : \"x\"}|{\"model\" : \"new\"}",
        "{\"seed\":12345678901234567890,\"t\":1.0,\"e\":1e-7}|{\"seed\":12345678901234567890,\"t\":1.0,\"e\":1e-7,\"model\":\"new\"}",
        "{}|{\"model\":\"new\"}",
        "{\"model\":\"x\",\"model\":\"y\"}|{\"model\":\"new\",\"model\":\"new\"}",
        "{\"ข\":\"ก\",\"model\":null}|{\"ข\":\"ก\",\"model\":\"new\"}",
      })
  void anEditChangesOnlyItsMember(String before, String after) throws IOException {
    assertThat(new String(parse(before).edit().setText("model", "new").toBytes(), UTF_8))
        .isEqualTo(after);
  }

  @Test
  void whatIsNotEditedIsTheVerySameArray() throws IOException {
    RawObject object = parse("{\"bad\":\"\\ud83d\"}");
    assertThat(object.edit().remove("absent").toBytes()).isSameAs(object.bytes());
  }

  @Test
  void aRemovedMemberTakesItsCommaAlong() throws IOException {
    RawObject object = parse("{\"a\":1,\"b\":[2,{\"c\":3}],\"d\":4}");
    assertThat(new String(object.edit().remove("a").toBytes(), UTF_8))
        .isEqualTo("{\"b\":[2,{\"c\":3}],\"d\":4}");
    assertThat(new String(object.edit().remove("d").toBytes(), UTF_8))
        .isEqualTo("{\"a\":1,\"b\":[2,{\"c\":3}]}");
    assertThat(new String(object.edit().remove("a").remove("b").remove("d").toBytes(), UTF_8))
        .isEqualTo("{}");
  }

  @Test
  void aByteOrderMarkIsSkipped() throws IOException {
    assertThat(parse("\ufeff{\"a\":\"b\"}").text("a")).isEqualTo("b");
  }

  @Test
  void ofARepeatedMemberTheLastCounts() throws IOException {
    assertThat(parse("{\"a\":\"1\",\"a\":\"2\"}").text("a")).isEqualTo("2");
  }

  @Test
  void missingMeansAbsentOrNull() throws IOException {
    RawObject object = parse("{\"a\":null,\"b\":0}");
    assertThat(object.missing("a")).isTrue();
    assertThat(object.missing("c")).isTrue();
    assertThat(object.missing("b")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{", "{\"a\":1", "{\"a\":1}x", "{} {}", "{\"a\" 1}"})
  void whatIsNoObjectIsRefused(String json) {
    assertThatThrownBy(() -> parse(json)).isInstanceOf(IOException.class);
  }

  @Test
  void nestingBeyondTheLimitIsRefused() {
    String deep = "{\"a\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    assertThatThrownBy(() -> parse(deep)).isInstanceOf(IOException.class);
  }
}
