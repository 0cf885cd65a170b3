package sml.gateway.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import org.apache.camel.Exchange;
import org.apache.camel.component.jsonvalidator.JsonValidationException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.GatewayException.InvalidRequest;

class BodyFaultTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(
              """
              {
                "type": "object",
                "required": ["name"],
                "additionalProperties": false,
                "properties": {
                  "name": { "type": "string", "maxLength": 5 },
                  "count": { "type": "integer" },
                  "on": { "type": "boolean" },
                  "keys": {
                    "type": "array",
                    "items": { "type": "object", "required": ["value"] }
                  }
                }
              }
              """);

  private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

  @Test
  void aFieldOfAnotherTypeIsNamedWithTheTypeItShouldHave() throws JsonProcessingException {
    assertFault("{\"name\":5}", "name", "`name` must be a text.");
    assertFault("{\"name\":null}", "name", "`name` must be a text.");
    assertFault("{\"name\":\"x\",\"count\":1.5}", "count", "`count` must be a whole number.");
    assertFault("{\"name\":\"x\",\"on\":\"yes\"}", "on", "`on` must be true or false.");
    assertFault("{\"name\":\"x\",\"keys\":{}}", "keys", "`keys` must be a list.");
  }

  @Test
  void aMissingFieldIsNamed() throws JsonProcessingException {
    assertFault("{}", "name", "`name` is required.");
    assertFault(
        "{\"name\":\"x\",\"keys\":[{\"value\":1},{}]}",
        "keys.1.value",
        "`keys.1.value` is required.");
  }

  @Test
  void anUnknownFieldIsNamedWhereTheSchemaForbidsIt() throws JsonProcessingException {
    assertFault("{\"name\":\"x\",\"colour\":1}", "colour", "`colour` is not known.");
  }

  @Test
  void anyOtherFaultIsGivenInTheWordsOfTheValidator() throws JsonProcessingException {
    InvalidRequest fault = fault("{\"name\":\"too long\"}");
    assertThat(fault.param()).isEqualTo("name");
    assertThat(fault).hasMessageContaining("5 characters");
  }

  @Test
  void aBodyThatIsNoObjectHasNoField() throws JsonProcessingException {
    assertFault("[]", null, "The body must be a JSON object.");
    assertFault("\"name\"", null, "The body must be a JSON object.");
  }

  @Test
  void aBodyThatIsNoJsonSaysSoWithoutQuotingIt() {
    JsonProcessingException flaw = flaw("{\"secret\": 12");
    var invalid = new JsonValidationException(exchange, SCHEMA, flaw);
    InvalidRequest fault = BodyFault.of(invalid);
    assertThat(fault.status()).isEqualTo(400);
    assertThat(fault.param()).isNull();
    assertThat(fault).hasMessageStartingWith("The body is not valid JSON");
    assertThat(fault.getMessage()).doesNotContain("secret");
  }

  private static JsonProcessingException flaw(String text) {
    try {
      throw new AssertionError(JSON.readTree(text));
    } catch (JsonProcessingException expected) {
      return expected;
    }
  }

  private void assertFault(String body, @Nullable String param, String message)
      throws JsonProcessingException {
    InvalidRequest fault = fault(body);
    assertThat(fault.status()).isEqualTo(400);
    assertThat(fault.param()).isEqualTo(param);
    assertThat(fault).hasMessage(message);
  }

  private InvalidRequest fault(String body) throws JsonProcessingException {
    JsonNode node = JSON.readTree(body);
    return BodyFault.of(new JsonValidationException(exchange, SCHEMA, SCHEMA.validate(node)));
  }
}
