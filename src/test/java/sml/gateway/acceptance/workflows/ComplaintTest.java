package sml.gateway.acceptance.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.chat.Category;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** {@code POST /api/complaint}: an answer that was wrong counts against its model. */
class ComplaintTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Heard complain(String body) {
    return gateway.client().send("POST", "/api/complaint", body);
  }

  @Test
  void aComplaintCountsOnceAgainstTheModelThatAnswered() {
    gateway.model("cmt-a", "one", Behaviour.healthy().text("wrong"));
    Heard answer = gateway.ask("cmt-a/one").whole();
    String id = answer.headers().get("x-smlgateway-request-id");
    var stats = gateway.context().getBean(LiveStats.class);
    ModelRef ref = new ModelRef("cmt-a", "one");
    double before = stats.of(ref, Category.GENERAL).success();

    Heard first = complain("{\"request_id\":\"" + id + "\",\"reason\":\"made up\"}");

    assertThat(first.status()).as(first.body()).isEqualTo(200);
    JsonNode done = first.json();
    assertThat(done.path("counted").asBoolean()).isTrue();
    assertThat(done.path("model").asText()).isEqualTo("cmt-a/one");
    double after = stats.of(ref, Category.GENERAL).success();
    assertThat(after).isLessThan(before);

    Heard again = complain("{\"request_id\":\"" + id + "\",\"reason\":\"made up\"}");
    assertThat(again.json().path("counted").asBoolean(true)).isFalse();
    assertThat(stats.of(ref, Category.GENERAL).success()).isEqualTo(after);
  }

  @Test
  void whatIsWrongWithAComplaintIsNamed() {
    assertThat(complain("{\"request_id\":\"nothing123\",\"reason\":\"x\"}").status())
        .isEqualTo(404);
    assertThat(param("{\"reason\":\"x\"}")).isEqualTo("request_id");
    assertThat(param("{\"request_id\":\"a\"}")).isEqualTo("reason");
    assertThat(param("{\"request_id\":\"a\",\"reason\":\" \"}")).isEqualTo("reason");
    assertThat(gateway.client().get("/api/complaint").status()).isEqualTo(405);
  }

  private String param(String body) {
    Heard heard = complain(body);
    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    return heard.json().at("/error/param").asText();
  }
}
