package sml.gateway.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.json.RawObject;

/** Which answers keep to a schema, and which schemas are usable. */
class AnswerSchemaTest {
  private static JsonNode json(String text) throws JsonProcessingException {
    return RawObject.EXACT.readTree(text);
  }

  private static AnswerSchema schema(String text) throws JsonProcessingException {
    return AnswerSchema.of((ObjectNode) json(text));
  }

  @Test
  void everyKeywordOfTheStandardCounts() throws JsonProcessingException {
    AnswerSchema schema =
        schema(
            """
            {"type":"object","required":["age","tags"],"additionalProperties":false,
             "properties":{"age":{"type":"integer","minimum":0},
               "tags":{"type":"array","prefixItems":[{"const":"a"}],"items":{"enum":["b","c"]}},
               "sub":{"$ref":"#/$defs/sub"}},
             "dependentRequired":{"sub":["age"]},
             "$defs":{"sub":{"type":"object","unevaluatedProperties":false}}}
            """);
    assertThat(schema.faults(json("{\"age\":1,\"tags\":[\"a\",\"b\"]}"))).isEmpty();
    assertThat(schema.faults(json("{\"age\":-1,\"tags\":[\"x\",\"d\"],\"sub\":{\"y\":1}}")))
        .hasSize(4)
        .anySatisfy(fault -> assertThat(fault).contains("/age"))
        .anySatisfy(fault -> assertThat(fault).contains("/tags/1"));
  }

  @Test
  void aFaultOfTheWholeValueBeginsWithWhatIsWrong() throws JsonProcessingException {
    assertThat(schema("{\"required\":[\"a\"]}").faults(json("{}")))
        .singleElement()
        .satisfies(fault -> assertThat(fault).startsWith("required property 'a'"));
  }

  @Test
  void anotherDraftIsReadAsThisOne() throws JsonProcessingException {
    AnswerSchema schema =
        schema("{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"string\"}");
    assertThat(schema.faults(json("1"))).hasSize(1);
    assertThat(schema.json().has("$schema")).isFalse();
  }

  @Test
  void whatIsNoSchemaIsRefused() {
    for (String wrong :
        new String[] {
          "{\"type\":\"strin\"}",
          "{\"properties\":7}",
          "{\"required\":\"a\"}",
          "{\"minimum\":\"1\"}"
        }) {
      assertThatThrownBy(() -> schema(wrong)).as(wrong).isInstanceOf(InvalidRequest.class);
    }
  }

  @Test
  void nothingOutsideIsFetched() {
    for (String outside :
        new String[] {
          "http://127.0.0.1:1/s.json",
          "https://example.com/s.json",
          "file:///etc/passwd",
          "classpath:/catalog/providers.json",
          "other.json"
        }) {
      assertThatThrownBy(() -> schema("{\"$ref\":\"" + outside + "\"}").faults(json("1")))
          .as(outside)
          .isInstanceOf(InvalidRequest.class);
    }
  }

  @Test
  void aSchemaThatRefersToItselfWithoutEndIsRefused() {
    assertThatThrownBy(() -> schema("{\"$ref\":\"#\"}").faults(json("1")))
        .isInstanceOf(InvalidRequest.class);
  }

  @Test
  void theJsonOfAnAnswerIsFoundInFencesAndWords() {
    assertThat(AnswerJson.in("{\"a\":1}")).hasToString("{\"a\":1}");
    assertThat(AnswerJson.in("```json\n[1]\n```")).hasToString("[1]");
    assertThat(AnswerJson.in("Here you are: {\"a\":{}} Bye!")).hasToString("{\"a\":{}}");
    assertThat(AnswerJson.in("42")).hasToString("42");
    assertThat(AnswerJson.in("no")).isNull();
    assertThat(AnswerJson.in("{broken")).isNull();
    assertThat(AnswerJson.in("")).isNull();
  }
}
