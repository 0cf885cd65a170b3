package sml.gateway.ops.log;

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
import sml.gateway.ops.OpsSettings;
import sml.gateway.testkit.TestDatabase;

class LogPageTest {
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final ObjectMapper JSON = new ObjectMapper().findAndRegisterModules();
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

  private final DataSource source = TestDatabase.dataSource();
  private final LogStore store = new LogStore(JdbcClient.create(source));
  private final RowBuffer buffer =
      new RowBuffer(new OpsSettings(0, 10, 1_000, 10, EVERY, EVERY, EVERY));
  private final LogPage page = new LogPage(buffer, store, Clock.systemUTC());

  @Test
  void rowsThatWaitComeBeforeRowsThatAreStored() {
    store.write(RowJson.columns(List.of(row("old1", 0), row("old2", 1))));
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
          store.write(RowJson.columns(rows));
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

  private static Row row(String id, int second) {
    var entry =
        new Entry(
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
    return new Row(
        entry, new Row.Story(null, null, () -> "", false, "", List.of(), List.of(), List.of()));
  }
}
