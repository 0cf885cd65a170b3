package sml.gateway.ops.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

class OutboxTest {
  private final List<String> table = new ArrayList<>();
  private boolean away;

  @Test
  void theOldestEntriesGoBeyondTheBoundAndAreCounted() {
    Outbox<String> box = Outbox.ofEach(2);
    List.of("a", "b", "c").forEach(box::add);
    box.drain(this::write);
    assertThat(table).containsExactly("b", "c");
    assertThat(box.dropped()).isEqualTo(1);
  }

  @Test
  void anOutageKeepsTheOrder() {
    Outbox<String> box = Outbox.ofEach(10);
    List.of("a", "b").forEach(box::add);
    away = true;
    assertThatThrownBy(() -> box.drain(this::write))
        .isInstanceOf(DataAccessResourceFailureException.class);
    box.add("c");
    away = false;
    box.drain(this::write);
    assertThat(table).containsExactly("a", "b", "c");
    assertThat(box.size()).isZero();
  }

  @Test
  void anEntryTheTableRefusesDoesNotHoldUpTheOthers() {
    Outbox<String> box = Outbox.ofEach(10);
    List.of("a", "poison", "c").forEach(box::add);
    box.drain(this::write);
    assertThat(table).containsExactly("a", "c");
    assertThat(box.dropped()).isEqualTo(1);
    assertThat(box.size()).isZero();
  }

  @Test
  void theNewestEntryOfAKeyCountsAlsoAfterAnOutage() {
    Outbox<String> box = Outbox.ofNewest(10, word -> word.charAt(0));
    List.of("a1", "b1", "a2").forEach(box::add);
    away = true;
    assertThatThrownBy(() -> box.drain(this::write)).isNotNull();
    box.add("b2");
    assertThat(box.find('b')).isEqualTo("b2");
    away = false;
    box.drain(this::write);
    assertThat(table).containsExactlyInAnyOrder("a2", "b2");
  }

  private void write(List<String> rows) {
    if (away) {
      throw new DataAccessResourceFailureException("away");
    }
    if (rows.contains("poison")) {
      throw new DataIntegrityViolationException("refused");
    }
    table.addAll(rows);
  }
}
