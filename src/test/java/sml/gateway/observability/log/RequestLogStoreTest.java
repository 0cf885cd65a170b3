package sml.gateway.observability.log;

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
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExcludedModel;
import sml.gateway.chat.ModelRef;
import sml.gateway.observability.ObservabilitySettings;
import sml.gateway.testkit.TestDatabase;

class RequestLogStoreTest {
  private static final Duration EVERY = Duration.ofMillis(200);
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123456Z");

  private final JdbcClient jdbc = JdbcClient.create(TestDatabase.dataSource());
  private final RequestLogStore store = new RequestLogStore(jdbc);

  @Test
  void aRowComesBackAsItWasWrittenAndItsTraceCanBeQueried() {
    RequestRow requestRow = row(full("aaaa", NOON, 200));
    store.write(RequestRowJson.columns(List.of(requestRow)));

    var stored = store.find("aaaa").orElseThrow();
    assertThat(stored.entry())
        .usingRecursiveComparison()
        .ignoringFields("id")
        .isEqualTo(requestRow.entry());
    assertThat(stored.entry().id()).isNotNull();
    assertThat(query("select trace->'attempts'->0->>'outcome' from gateway_logs"))
        .isEqualTo("timed_out");
    assertThat(query("select trace->'dropped'->0->>'reason' from gateway_logs"))
        .isEqualTo("cannot call tools");
  }

  @Test
  void whatIsUnknownStaysNull() {
    LogEntry logEntry =
        new LogEntry(
            null, "bbbb", "", null, null, 400, 1, null, null, null, "no", null, null, null, null,
            false, false, 0, "off", NOON);
    store.write(columns(logEntry));
    assertThat(store.find("bbbb").orElseThrow().entry())
        .usingRecursiveComparison()
        .ignoringFields("id")
        .isEqualTo(logEntry);
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
    assertThat(store.page(2, 0)).extracting(LogEntry::requestId).containsExactly("new1", "mid1");
    assertThat(store.page(2, 2)).extracting(LogEntry::requestId).containsExactly("old1");
  }

  @Test
  void theWriterLetsGoOfTheOneRowPostgresRefuses() {
    var settings = new ObservabilitySettings(0, 10, 1_000, 10, EVERY, EVERY, EVERY);
    var buffer = new RequestRowBuffer(settings);
    LogEntry nul = full("poison", NOON, 200);
    List.of(full("aaaa", NOON, 200), withError(nul, "a\0b"), full("cccc", NOON, 200))
        .forEach(logEntry -> buffer.add(row(logEntry)));
    assertThatThrownBy(() -> store.write(columns(withError(nul, "a\0b"))))
        .isInstanceOf(DataIntegrityViolationException.class);

    new RequestLogWriter(buffer, store::write).drain();

    assertThat(store.page(10, 0)).extracting(LogEntry::requestId).containsExactly("cccc", "aaaa");
    assertThat(buffer.isEmpty()).isTrue();
    assertThat(buffer.dropped()).isEqualTo(1);
  }

  private String query(String sql) {
    return jdbc.sql(sql).query(String.class).single();
  }

  private static String columns(LogEntry... entries) {
    return RequestRowJson.columns(Arrays.stream(entries).map(RequestLogStoreTest::row).toList());
  }

  private static RequestRow row(LogEntry logEntry) {
    var ref = new ModelRef("sim", "one");
    var candidate = new Candidate(ref, false, 1, null, 1, "named");
    var late =
        new Attempt.TimedOut(
            candidate,
            new AttemptTiming(0, null, 9),
            Attempt.Phase.FIRST_CONTENT,
            Duration.ofSeconds(1));
    var excludedModel = new ExcludedModel(new ModelRef("sim", "two"), "cannot call tools");
    return new RequestRow(
        logEntry,
        new RequestRow.Story(
            Category.values()[0],
            true,
            () -> "a sign",
            false,
            "note",
            List.of(candidate),
            List.of(excludedModel),
            List.of(TracedAttempt.of(late))));
  }

  private static LogEntry full(String id, Instant at, int status) {
    return new LogEntry(
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

  private static LogEntry withError(LogEntry logEntry, String error) {
    return new LogEntry(
        null,
        logEntry.requestId(),
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
        logEntry.createdAt());
  }
}
