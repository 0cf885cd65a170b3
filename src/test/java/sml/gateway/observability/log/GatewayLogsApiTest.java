package sml.gateway.observability.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.chat.GatewayException;
import sml.gateway.observability.ObservabilitySettings;
import sml.gateway.testkit.TestDatabase;

class GatewayLogsApiTest {
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final DataSource source = TestDatabase.dataSource();
  private final RequestLogStore store = new RequestLogStore(JdbcClient.create(source));
  private final RequestRowBuffer buffer =
      new RequestRowBuffer(new ObservabilitySettings(0, 10, 1_000, 10, EVERY, EVERY, EVERY));
  private final GatewayLogsApi page = new GatewayLogsApi(buffer, store, Clock.systemUTC());

  @Test
  void rowsThatWaitComeBeforeRowsThatAreStored() {
    store.write(RequestRowJson.columns(List.of(row("old1", 0), row("old2", 1))));
    buffer.add(row("new1", 2));
    buffer.add(row("new2", 3));

    JsonNode all = list(Map.of());
    assertThat(ids(all)).containsExactly("new2", "new1", "old2", "old1");
    assertThat(all.path("total").asInt()).isEqualTo(4);
    assertThat(all.path("limit").asInt()).isEqualTo(100);
    assertThat(all.at("/logs/0/requestModel").asText()).isEqualTo("sml/auto");
    assertThat(ids(list(Map.of("limit", "2", "offset", "1")))).containsExactly("new1", "old2");
    assertThat(ids(list(Map.of("limit", "2", "offset", "3")))).containsExactly("old1");
  }

  @Test
  void aRowThatIsJustBeingWrittenIsShownOnce() {
    buffer.add(row("new1", 2));
    List<String> shown = new ArrayList<>();
    buffer.drain(
        rows -> {
          store.write(RequestRowJson.columns(rows));
          shown.addAll(shown());
        });
    assertThat(shown).containsExactly("new1");
  }

  @Test
  void withoutTheTableOnlyWaitingRowsAreShownAndItSaysSo() {
    buffer.add(row("new1", 2));
    new JdbcTemplate(source).execute("drop table gateway_logs");
    JsonNode shown = list(Map.of());
    assertThat(ids(shown)).containsExactly("new1");
    assertThat(shown.path("complete").asBoolean(true)).isFalse();
  }

  @Test
  void aLimitThatIsNoNumberIsTheCallersFaultAndALargeOneIsCut() {
    assertThatThrownBy(() -> list(Map.of("limit", "-1")))
        .isInstanceOf(GatewayException.InvalidRequest.class)
        .hasMessageContaining("limit");
    assertThat(list(Map.of("limit", "9999")).path("limit").asInt()).isEqualTo(500);
  }

  private List<String> shown() {
    return ids(list(Map.of()));
  }

  private JsonNode list(Map<String, String> query) {
    return JSON.valueToTree(page.list(query.get("limit"), query.get("offset")));
  }

  private static List<String> ids(JsonNode page) {
    return page.path("logs").findValuesAsText("requestId");
  }

  private static RequestRow row(String id, int second) {
    var logEntry =
        new LogEntry(
            null,
            id,
            "sml/auto",
            null,
            null,
            200,
            5,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            false,
            false,
            0,
            "off",
            NOON.plusSeconds(second));
    return new RequestRow(
        logEntry,
        new RequestRow.Story(null, null, () -> "", false, "", List.of(), List.of(), List.of()));
  }
}
