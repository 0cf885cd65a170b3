package sml.gateway.acceptance.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** What may be written into {@code limits} of a row. */
class OperatorLimitFieldsTest {
  private static final String ROW = "/api/provider-catalog/";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final String name = "limit-fields";
  private final String lent = name + "-lent";

  @BeforeEach
  void register() {
    row(name, "null");
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", ROW + lent, "");
    gateway.client().send("DELETE", ROW + name, "");
  }

  private void row(String row, String owner) {
    String fields =
        "{'base_url':'http://127.0.0.1:1/v1','auth':{'scheme':'none'},'models':['m'],'quota_owner':"
            + owner
            + "}";
    Heard saved = put(row, fields);
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);
  }

  private Heard put(String row, String fields) {
    return gateway.client().send("PUT", ROW + row, fields.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'requests_per_minute':0}    | limits.requests_per_minute | must be a whole number",
        "{'requests_per_day':-3}      | limits.requests_per_day    | must be a whole number",
        "{'tokens_per_hour':1.5}      | limits.tokens_per_hour     | must be a whole number",
        "{'tokens_per_month':'many'}  | limits.tokens_per_month    | must be a whole number",
        "{'concurrent':true}          | limits.concurrent          | must be a whole number",
        "{'tokens_per_day':1e30}      | limits.tokens_per_day      | must be a whole number",
        "{'rpm':5}                    | limits.rpm                 | is not known",
        "{'models':[]}                | limits.models              | must be an object of at",
        "{'models':{'':{}}}           | limits.models              | must hold ids",
        "{'models':{'a':5}}           | limits.models.a            | must be an object",
        "{'models':{'a':{'x':5}}}     | limits.models.a.x          | is not known",
        "5                            | limits                     | must be an object",
      },
      quoteCharacter = '"')
  void aWrongNumberIsRefusedByItsName(String limits, String param, String words) {
    put(name, "{'limits':{'requests_per_day':7}}");
    Heard refused = put(name, "{'limits':" + limits + "}");
    assertThat(refused.status()).as(refused.body()).isEqualTo(400);
    assertThat(refused.json().at("/error/param").asText()).isEqualTo(param);
    assertThat(refused.json().at("/error/message").asText()).startsWith("`" + param + "` " + words);
    assertThat(gateway.client().get(ROW + name).json().path("limits").toString())
        .isEqualTo("{\"requests_per_day\":7}");
  }

  @Test
  void aRowThatUsesTheAccountOfAnotherHasNone() {
    row(lent, "'" + name + "'");
    Heard refused = put(lent, "{'limits':{'requests_per_day':7}}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.json().at("/error/param").asText()).isEqualTo("limits");
    assertThat(refused.json().at("/error/message").asText()).contains("`" + name + "`");
    put(name, "{'limits':{'requests_per_day':7}}");
    Heard moved = put(name, "{'quota_owner':'routeway'}");
    assertThat(moved.json().at("/error/param").asText()).isEqualTo("quota_owner");
  }
}
