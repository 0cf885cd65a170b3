package sml.gateway.observability.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import sml.gateway.observability.ObservabilitySettings;

class RequestLogWriterTest {
  private static final Duration EVERY = Duration.ofMillis(200);
  private final List<String> written = new ArrayList<>();
  private boolean away;
  private final ObservabilitySettings settings =
      new ObservabilitySettings(0, 3, 1_000, 2, EVERY, EVERY, EVERY);
  private final RequestRowBuffer buffer = new RequestRowBuffer(settings);
  private final RequestLogWriter writer = new RequestLogWriter(buffer, this::table);

  @Test
  void anOutageLosesNothingWithinTheBound() {
    add("aaaa", "bbbb", "cccc");
    away = true;
    writer.drain();
    assertThat(written).isEmpty();
    assertThat(buffer.find("aaaa")).isNotNull();

    away = false;
    writer.drain();
    assertThat(written).hasSize(2);
    assertThat(String.join("", written)).contains("aaaa", "bbbb", "cccc");
    assertThat(buffer.size()).isZero();
    assertThat(buffer.dropped()).isZero();
  }

  @Test
  void theOldestRowsGoBeyondTheBoundAndAreCounted() {
    add("aaaa", "bbbb", "cccc", "dddd", "eeee");
    assertThat(buffer.find("bbbb")).isNull();
    assertThat(buffer.find("cccc")).isNotNull();
    assertThat(buffer.dropped()).isEqualTo(2);
  }

  @Test
  void aRowTheTableRefusesDoesNotHoldUpTheOthers() {
    add("aaaa", "poison", "cccc");
    writer.drain();
    assertThat(String.join("", written)).contains("aaaa", "cccc").doesNotContain("poison");
    assertThat(buffer.dropped()).isEqualTo(1);
    assertThat(buffer.isEmpty()).isTrue();
  }

  private void table(String rows) {
    if (away) {
      throw new DataAccessResourceFailureException("away");
    }
    if (rows.contains("poison")) {
      throw new DataIntegrityViolationException("refused");
    }
    written.add(rows);
  }

  private void add(String... ids) {
    for (String id : ids) {
      var logEntry =
          new LogEntry(
              null,
              id,
              "sml/auto",
              null,
              null,
              503,
              5,
              null,
              null,
              null,
              "none",
              null,
              null,
              "127.0.0.1",
              null,
              false,
              false,
              0,
              "off",
              Instant.EPOCH);
      buffer.add(
          new RequestRow(
              logEntry,
              new RequestRow.Story(
                  null, null, () -> "", false, "", List.of(), List.of(), List.of())));
    }
  }
}
