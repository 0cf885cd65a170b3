package sml.gateway.ops.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.Dropped;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Timing;
import sml.gateway.ops.OpsSettings;
import sml.gateway.testkit.TestDatabase;

class LogStoreTest {
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
  private final LogStore store = new LogStore(jdbc);

  @Test
  void aRowComesBackAsItWasWrittenAndItsTraceCanBeQueried() {
    Row row = row(full("aaaa", NOON, 200));
    store.write(RowJson.columns(List.of(row)));

    var stored = store.find("aaaa").orElseThrow();
    assertThat(stored.entry())
        .usingRecursiveComparison()
        .ignoringFields("id")
        .isEqualTo(row.entry());
    assertThat(stored.entry().id()).isNotNull();
    assertThat(query("select trace->'attempts'->0->>'outcome' from gateway_logs"))
        .isEqualTo("timed_out");
    assertThat(query("select trace->'dropped'->0->>'reason' from gateway_logs"))
        .isEqualTo("cannot call tools");
  }

  @Test
  void whatIsUnknownStaysNull() {
    Entry entry =
        new Entry(
            null, "bbbb", "", null, null, 400, 1, null, null, null, "no", null, null, null, null,
            false, false, 0, "off", NOON);
    store.write(columns(entry));
    assertThat(store.find("bbbb").orElseThrow().entry())
        .usingRecursiveComparison()
        .ignoringFields("id")
        .isEqualTo(entry);
  }

  @Test
  void aBatchWrittenTwiceKeepsItsRowsSingle() {
    String rows = columns(full("aaaa", NOON, 200), full("bbbb", NOON, 503));
    store.write(rows);
    store.write(rows);
    assertThat(store.count()).isEqualTo(2);
  }

  @Test
  void pagesAreNewestFirst() {
    store.write(
        columns(
            full("old1", NOON, 200),
            full("new1", NOON.plusSeconds(2), 200),
            full("mid1", NOON.plusSeconds(1), 200)));
    assertThat(store.page(2, 0)).extracting(Entry::requestId).containsExactly("new1", "mid1");
    assertThat(store.page(2, 2)).extracting(Entry::requestId).containsExactly("old1");
  }

  @Test
  void theWriterLetsGoOfTheOneRowPostgresRefuses() {
    var settings = new OpsSettings(0, 10, 1_000, 10, EVERY, EVERY, EVERY);
    var buffer = new RowBuffer(settings);
    Entry nul = full("poison", NOON, 200);
    List.of(full("aaaa", NOON, 200), withError(nul, "a\0b"), full("cccc", NOON, 200))
        .forEach(entry -> buffer.add(row(entry)));
    assertThatThrownBy(() -> store.write(columns(withError(nul, "a\0b"))))
        .isInstanceOf(DataIntegrityViolationException.class);

    new LogWriter(buffer, store::write).drain();

    assertThat(store.page(10, 0)).extracting(Entry::requestId).containsExactly("cccc", "aaaa");
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.dropped()).isEqualTo(1);
  }

  private String query(String sql) {
    return jdbc.sql(sql).query(String.class).single();
  }

  private static String columns(Entry... entries) {
    return RowJson.columns(Arrays.stream(entries).map(LogStoreTest::row).toList());
  }

  private static Row row(Entry entry) {
    var ref = new ModelRef("sim", "one");
    var candidate = new Candidate(ref, false, 1, null, 1, "named");
    var late =
        new Attempt.TimedOut(
            candidate, new Timing(0, null, 9), Attempt.Phase.FIRST_CONTENT, Duration.ofSeconds(1));
    var dropped = new Dropped(new ModelRef("sim", "two"), "cannot call tools");
    return new Row(
        entry,
        new Row.Story(
            Category.values()[0],
            true,
            () -> "a sign",
            false,
            "note",
            List.of(candidate),
            List.of(dropped),
            List.of(Tried.of(late))));
  }

  private static Entry full(String id, Instant at, int status) {
    return new Entry(
        null,
        id,
        "sml/auto",
        "sim/one",
        "sim",
        status,
        42,
        7L,
        8L,
        11L,
        null,
        "สวัสดี",
        "hello \"you\" \\ {}",
        "127.0.0.1",
        "thai",
        true,
        true,
        2,
        "off",
        at);
  }

  private static Entry withError(Entry entry, String error) {
    return new Entry(
        null,
        entry.requestId(),
        "m",
        null,
        null,
        503,
        1,
        null,
        null,
        null,
        error,
        null,
        null,
        null,
        null,
        false,
        false,
        0,
        "off",
        entry.createdAt());
  }
}
