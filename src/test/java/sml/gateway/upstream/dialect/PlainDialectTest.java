package sml.gateway.upstream.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.json.RawObject;

class PlainDialectTest {
  private final Dialects dialects = new Dialects();
  private final RequestShaper shaper = new RequestShaper();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"model\":\"sml/auto\",\"messages\":[]}",
        "  {\n\t\"model\" :  \"sml/auto\" ,\r\n \"messages\" : [ { } ] , \"x\":null } \n",
        "{\"seed\":123456789012345678901234567890,\"model\":\"sml/auto\",\"temperature\":1.0}",
        "{\"top_p\":1e-7,\"b\":-0,\"c\":1E+400,\"model\":\"sml/auto\",\"n\":10}",
        "{\"a\":1,\"a\":2,\"model\":\"sml/auto\",\"messages\":[{\"r\":1,\"r\":2}]}",
        "{\"model\":\"sml/auto\",\"s\":\"\\ud83d \\u00e9 \\/ ก็ 🇹🇭\",\"k\\u0065y\":\"\\\\\"}",
        "{\"provider\":{\"order\":[\"a\"]},\"transforms\":[],\"metadata\":{},\"extra_body\":{},"
            + "\"model\":\"sml/auto\",\"store\":false,\"prompt\":[1],\"logprobs\":false}",
        "{\"model\":\"sml/auto\",\"stream_options\":{\"include_usage\":false}}",
        "{\"model\":\"sml/auto\",\"stream\":null,\"max_tokens\":null,\"tools\":[]}"
      })
  void onlyTheModelChanges(String body) throws Exception {
    assertThat(shape(body, false)).isEqualTo(body.replace("sml/auto", "the/model:free"));
    byte[] mark = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    var marked = new ByteArrayOutputStream();
    marked.writeBytes(mark);
    marked.writeBytes(body.getBytes(UTF_8));
    assertThat(shape(marked.toByteArray(), false))
        .isEqualTo(body.replace("sml/auto", "the/model:free"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"model\":\"m\"}|{\"model\":\"m\",\"provider\":{\"only\":[\"nova\"]}}",
        "{\"model\":\"m\",\"provider\":{\"sort\":\"price\"}}"
            + "|{\"model\":\"m\",\"provider\":{\"sort\":\"price\"}}"
      })
  void aResellerIsAskedToPassTheRequestOnTo(String body, String sent) throws Exception {
    var shapeTarget =
        new ShapeTarget("m", dialects.named("openrouter"), false, 0, "nova", Set.of());
    assertThat(
            new String(
                shaper.shape(RawObject.parse(body.getBytes(UTF_8)), shapeTarget, null).bytes(),
                UTF_8))
        .isEqualTo(sent);
  }

  @Test
  void nothingIsCopiedWhenNothingChanges() throws Exception {
    byte[] body = "{\"model\":\"the/model:free\",\"messages\":[]}".getBytes(UTF_8);
    var shapeTarget =
        new ShapeTarget("the/model:free", dialects.named("openai"), false, 0, null, Set.of());
    assertThat(shaper.shape(RawObject.parse(body), shapeTarget, null).bytes()).isSameAs(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"prefer\":[],\"model\":\"a\",\"m\":1}|{\"model\":\"the/model:free\",\"m\":1}",
        "{\"model\":\"a\", \"extra\":{\"x\":[1]}, \"m\":1}|{\"model\":\"the/model:free\", \"m\":1}",
        "{\"model\":\"a\",\"prompt\":\"name\"}|{\"model\":\"the/model:free\"}",
        "{\"exclude\":1,\"strategy\":2,\"a\":0,\"models\":[],\"max_latency_ms\":5}"
            + "|{\"a\":0,\"model\":\"the/model:free\"}",
        "{\"prefer\":[]}|{\"model\":\"the/model:free\"}",
        "{\"model\":\"a\",\"model\":\"b\"}"
            + "|{\"model\":\"the/model:free\",\"model\":\"the/model:free\"}",
      })
  void theGatewaysOwnFieldsGoNoFurther(String body, String sent) throws Exception {
    assertThat(shape(body, false)).isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"stream\":true|\"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "\"stream\":true,\"stream_options\":null"
            + "|\"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "\"stream_options\":{},\"stream\":true"
            + "|\"stream_options\":{\"include_usage\":true},\"stream\":true",
        "\"stream_options\":{\"include_usage\": false, \"o\":1.0},\"stream\":true"
            + "|\"stream_options\":{\"include_usage\": true, \"o\":1.0},\"stream\":true",
        "\"stream_options\":{\"o\":1.0},\"stream\":true"
            + "|\"stream_options\":{\"o\":1.0,\"include_usage\":true},\"stream\":true",
        "\"stream_options\":{ \"include_usage\": true },\"stream\":true"
            + "|\"stream_options\":{ \"include_usage\": true },\"stream\":true",
      })
  void aStreamIsAskedForItsUsage(String fields, String sent) throws Exception {
    assertThat(shape("{\"model\":\"a\"," + fields + "}", true))
        .isEqualTo("{\"model\":\"the/model:free\"," + sent + "}");
  }

  @Test
  void aStreamThatIsNotWantedIsNotAskedFor() throws Exception {
    String body = "{\"model\":\"a\",\"stream\":true,\"stream_options\":{\"include_usage\":true}}";
    assertThat(shape(body, false)).isEqualTo("{\"model\":\"the/model:free\",\"stream\":false}");
  }

  @Test
  void anyBodyDiffersInItsModelOnly() throws Exception {
    var random = new Random(20_26);
    for (int i = 0; i < 2_000; i++) {
      String members = RandomJson.members(random);
      String body = "{" + members + "\"model\":\"sml/auto\"}";
      var expected = (ObjectNode) RawObject.EXACT.readTree(body);
      expected.put("model", "the/model:free");
      String sent = shape(body, false);
      assertThat(RawObject.EXACT.readTree(sent)).as(body).isEqualTo(expected);
      assertThat(sent).isEqualTo("{" + members + "\"model\":\"the/model:free\"}");
    }
  }

  @Test
  void strictDialectsLeaveAnyUnknownMessageContentReadable() throws Exception {
    var random = new Random(11);
    for (int i = 0; i < 500; i++) {
      String body =
          "{\"model\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"x\","
              + RandomJson.members(random)
              + "\"name\":\"n\"},{"
              + RandomJson.members(random)
              + "\"role\":\"assistant\"}],\"tools\":"
              + RandomJson.value(random, 4)
              + "}";
      for (String name : dialects.names()) {
        var shapeTarget = new ShapeTarget("m", dialects.named(name), i % 2 == 0, 0, null, Set.of());
        byte[] sent =
            shaper.shape(RawObject.parse(body.getBytes(UTF_8)), shapeTarget, null).bytes();
        assertThat(RawObject.EXACT.readTree(sent).isObject()).as(name + " " + body).isTrue();
      }
    }
  }

  private String shape(String body, boolean stream) throws Exception {
    return shape(body.getBytes(UTF_8), stream);
  }

  private String shape(byte[] body, boolean stream) throws Exception {
    var shapeTarget =
        new ShapeTarget(
            "the/model:free", dialects.named("never heard of"), stream, 0, null, Set.of());
    return new String(shaper.shape(RawObject.parse(body), shapeTarget, null).bytes(), UTF_8);
  }
}
