package sml.gateway.observability.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ModelRef;
import sml.gateway.testkit.TestDatabase;

/** The statement that writes rows of requests counts them in the tables of traffic. */
class CountedTrafficTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:10:00Z");

  private final DataSource database = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);
  private final RequestLogStore store = new RequestLogStore(JdbcClient.create(database));

  @Test
  void aRowIsCountedInItsHourAndItsDay() {
    write(row("a1", NOON, 200, "miss"), row("a2", NOON.plusSeconds(60), 503, "off"));

    for (String grain : List.of("hour", "day")) {
      assertThat(
              sql.queryForMap(
                  "select start, requests, successes, failures, calls, hedge_wins, cache_hits,"
                      + " input_tokens, output_tokens from traffic"
                      + " where grain = ? and provider = 'sim' and model = 'org/one'"
                      + " and category = 'thai'",
                  grain))
          .containsEntry("start", start(grain))
          .containsEntry("requests", 2L)
          .containsEntry("successes", 1L)
          .containsEntry("failures", 1L)
          .containsEntry("calls", 4L)
          .containsEntry("hedge_wins", 1L)
          .containsEntry("cache_hits", 0L)
          .containsEntry("input_tokens", 16L)
          .containsEntry("output_tokens", 22L);
      assertThat(
              sql.queryForList(
                  "select bucket::int, answers, first_contents from traffic_times where grain = ?"
                      + " order by bucket",
                  grain))
          .as("the first content came after 7 ms, the answer after 42 ms; failures have no time")
          .containsExactly(
              Map.of("bucket", 11, "answers", 0L, "first_contents", 1L),
              Map.of("bucket", 21, "answers", 1L, "first_contents", 0L));
    }
  }

  @Test
  void callsOfAllAttemptsAreCountedForTheirModels() {
    write(row("a1", NOON, 200, "miss"));

    assertThat(
            sql.queryForList(
                "select provider, model, calls, answered, failed from traffic_calls"
                    + " where grain = 'hour' order by provider"))
        .containsExactly(
            Map.of("provider", "gone", "model", "x", "calls", 1L, "answered", 0L, "failed", 0L),
            Map.of("provider", "late", "model", "m", "calls", 1L, "answered", 0L, "failed", 1L));
  }

  @Test
  void anAnswerOfACacheHasNoTimeOfItsModel() {
    write(row("a1", NOON, 200, "hit"), row("a2", NOON, 200, "semantic-hit"));

    assertThat(sql.queryForObject("select count(*) from traffic_times", Long.class)).isZero();
    assertThat(
            sql.queryForObject("select cache_hits from traffic where grain = 'hour'", Long.class))
        .isEqualTo(2);
  }

  @Test
  void aBatchWrittenTwiceCountsOnce() {
    write(row("a1", NOON, 200, "off"));
    write(row("a1", NOON, 200, "off"), row("a2", NOON, 200, "off"));

    assertThat(requests()).isEqualTo(2);
    assertThat(
            sql.queryForObject(
                "select sum(calls)::bigint from traffic_calls where grain = 'hour'", Long.class))
        .isEqualTo(4);
  }

  @Test
  void aRequestRefusedAtAdmissionBelongsToNoModel() {
    write(
        new RequestRow(
            new LogEntry(
                null, "a1", "", null, null, 400, 1, null, null, null, "no", null, null, null, null,
                false, false, 0, "off", NOON),
            story(List.of())));

    assertThat(
            sql.queryForMap(
                "select provider, model, category, failures from traffic where grain = 'hour'"))
        .isEqualTo(Map.of("provider", "", "model", "", "category", "", "failures", 1L));
  }

  @Test
  void severalGatewaysCountIntoTheSameRows() throws InterruptedException, ExecutionException {
    List<Future<?>> writers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int gateway = 0; gateway < 4; gateway++) {
        String name = "g" + gateway;
        writers.add(
            threads.submit(
                () -> {
                  for (int batch = 0; batch < 5; batch++) {
                    String id = name + "b" + batch;
                    write(
                        IntStream.range(0, 20)
                            .mapToObj(n -> row(id + "n" + n, NOON, n % 2 == 0 ? 200 : 503, "off"))
                            .toArray(RequestRow[]::new));
                  }
                }));
      }
    }
    for (Future<?> writer : writers) {
      writer.get();
    }
    assertThat(requests()).isEqualTo(400);
    assertThat(sql.queryForObject("select successes from traffic where grain = 'day'", Long.class))
        .isEqualTo(200);
  }

  private long requests() {
    return sql.queryForList(
            "select sum(requests)::bigint from traffic where grain = 'hour'", Long.class)
        .getFirst();
  }

  private static Timestamp start(String grain) {
    return Timestamp.from(
        Instant.parse(grain.equals("hour") ? "2026-01-02T12:00:00Z" : "2026-01-02T00:00:00Z"));
  }

  private void write(RequestRow... rows) {
    store.write(RequestRowJson.columns(Arrays.asList(rows)));
  }

  private static RequestRow row(String id, Instant at, int status, String cache) {
    return new RequestRow(
        new LogEntry(
            null,
            id,
            "sml/auto",
            "sim/org/one",
            "sim",
            status,
            42,
            7L,
            8L,
            11L,
            status < 400 ? null : "no",
            null,
            null,
            null,
            "thai",
            false,
            status < 400,
            2,
            cache,
            at),
        story(List.of(late(), cancelled(), notAsked())));
  }

  private static RequestRow.Story story(List<Attempt> attempts) {
    return new RequestRow.Story(
        null,
        null,
        () -> "",
        false,
        "",
        List.of(),
        List.of(),
        attempts.stream().map(TracedAttempt::of).toList());
  }

  private static Attempt late() {
    return new Attempt.TimedOut(
        candidate("late", "m"),
        new AttemptTiming(0, null, 9),
        Attempt.Phase.FIRST_CONTENT,
        Duration.ofSeconds(1));
  }

  private static Attempt cancelled() {
    return new Attempt.Cancelled(
        candidate("gone", "x"), new AttemptTiming(0, null, 9), "another one won");
  }

  private static Attempt notAsked() {
    return new Attempt.NotAsked(
        candidate("shut", "y"), new AttemptTiming(0, null, 0), "its breaker is open", null);
  }

  private static Candidate candidate(String provider, String model) {
    return new Candidate(new ModelRef(provider, model), false, 1, null, 1, "named");
  }
}
