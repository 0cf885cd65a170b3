package sml.gateway.acceptance.providers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.acceptance.StrictServer;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** A provider whose list was switched off, or of which nothing answers for days, is retired. */
class GoneProvidersTest {
  private static final String ROW = "/api/provider-catalog/";
  private static int number;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer upstream = new StrictServer();
  private final String name = "gone" + ++number;

  @BeforeEach
  void register() {
    gateway.model("spare" + name, "spare-m", Behaviour.healthy());
    upstream.lists("a", "b");
    put(
        "{'base_url':'%s','models_url':'%s/models','auth':{'scheme':'none'}}"
            .formatted(upstream.url(), upstream.url()));
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", ROW + name, "");
    upstream.close();
  }

  private void put(String fields) {
    gateway.save(name, fields.replace('\'', '"'));
  }

  private JsonNode row() {
    return gateway.client().get(ROW + name).json();
  }

  private void scan() {
    assertThat(gateway.client().send("POST", ROW + name + "/scan", "").status()).isEqualTo(200);
  }

  /** Asks sml/auto in a way that puts this provider first. */
  private void auto() {
    Heard heard = gateway.ask("sml/auto").with("prefer", "[\"" + name + "\"]").whole();
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
  }

  private void becomes(String row, String access) {
    await()
        .atMost(Duration.ofMinutes(1))
        .until(
            () -> gateway.client().get(ROW + row).json().path("effective_access").asText(),
            access::equals);
  }

  @Test
  void aListThatWasSwitchedOffIsNoticedWithTheNextScanAndSoIsItsReturn() {
    String words = "This API was switched off on 30 July.";
    upstream.refusesList(
        new StrictServer.Refusal(410, "{\"error\":{\"message\":\"" + words + "\"}}"));
    scan();
    becomes(name, "retired");
    assertThat(row().at("/observed/cause").asText()).isEqualTo("list_gone");
    assertThat(row().at("/observed/said").asText()).contains(words);
    auto();
    assertThat(upstream.asked()).isEmpty();
    upstream.refusesList(null);
    scan();
    becomes(name, "keyless");
    auto();
    assertThat(upstream.asked()).isNotEmpty();
  }

  @Test
  void whatDoesNotAnswerForDaysIsRetiredUntilItDoes() {
    put("{'models_url':'http://127.0.0.1:1/v1/models'}");
    scan();
    becomes(name, "keyless");
    daysPassInSilence(name, 4);
    scan();
    becomes(name, "retired");
    assertThat(row().at("/observed/cause").asText()).isEqualTo("silence");
    assertThat(row().at("/observed/said").asText()).startsWith("no answer since ");
    auto();
    assertThat(upstream.asked()).isEmpty();
    put("{'models_url':'" + upstream.url() + "/models'}");
    becomes(name, "keyless");
    auto();
    assertThat(upstream.asked()).isNotEmpty();
  }

  @Test
  void soIsAShippedOneThatHasNoList() {
    String shipped = "nara";
    String row = "{\"base_url\":\"%s\",\"auth\":{\"scheme\":\"none\"},\"enabled\":true}";
    try {
      gateway.client().send("PUT", ROW + shipped, row.formatted("http://127.0.0.1:1/v1"));
      daysPassInSilence(shipped, 4);
      gateway.client().send("POST", ROW + shipped + "/scan", "");
      becomes(shipped, "retired");
      gateway.client().send("PUT", ROW + shipped, row.formatted(upstream.url()));
      becomes(shipped, "keyless");
      assertThat(gateway.client().get("/api/events").body()).contains(shipped + ": usable again");
    } finally {
      gateway.client().send("DELETE", ROW + shipped, "");
      gateway.client().send("PUT", ROW + shipped, "{\"enabled\":true}");
    }
  }

  private void daysPassInSilence(String row, int days) {
    gateway
        .context()
        .getBean(JdbcClient.class)
        .sql(
            """
            update provider_catalog set unreachable_since = unreachable_since - :days * interval '1 day'
            where name = :name and unreachable_since is not null
            """)
        .param("days", days)
        .param("name", row)
        .update();
  }
}
