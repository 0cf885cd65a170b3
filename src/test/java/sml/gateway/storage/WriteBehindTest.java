package sml.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

class WriteBehindTest {
  private static final int BATCH = 200;

  private final List<String> table = new ArrayList<>();
  private boolean away;

  @Test
  void theOldestEntriesGoBeyondTheBoundAndAreCounted() {
    WriteBehind<String> box = WriteBehind.ofEach(2);
    List.of("a", "b", "c").forEach(box::add);
    box.drain(BATCH, this::write);
    assertThat(table).containsExactly("b", "c");
    assertThat(box.dropped()).isEqualTo(1);
  }

  @Test
  void anOutageKeepsTheOrder() {
    WriteBehind<String> box = WriteBehind.ofEach(10);
    List.of("a", "b").forEach(box::add);
    away = true;
    assertThatThrownBy(() -> box.drain(BATCH, this::write))
        .isInstanceOf(DataAccessResourceFailureException.class);
    box.add("c");
    away = false;
    box.drain(BATCH, this::write);
    assertThat(table).containsExactly("a", "b", "c");
    assertThat(box.size()).isZero();
  }

  @Test
  void anEntryTheTableRefusesDoesNotHoldUpTheOthers() {
    WriteBehind<String> box = WriteBehind.ofEach(10);
    List.of("a", "poison", "c").forEach(box::add);
    box.drain(BATCH, this::write);
    assertThat(table).containsExactly("a", "c");
    assertThat(box.dropped()).isEqualTo(1);
    assertThat(box.size()).isZero();
  }

  @Test
  void theNewestEntryOfAKeyCountsAlsoAfterAnOutage() {
    WriteBehind<String> box = WriteBehind.ofNewest(10, word -> word.charAt(0));
    List.of("a1", "b1", "a2").forEach(box::add);
    away = true;
    assertThatThrownBy(() -> box.drain(BATCH, this::write)).isNotNull();
    box.add("b2");
    assertThat(box.find('b')).isEqualTo("b2");
    away = false;
    box.drain(BATCH, this::write);
    assertThat(table).containsExactlyInAnyOrder("a2", "b2");
  }

  @Test
  void theWeightIsBoundedAsWellAndOneEntryAlwaysFits() {
    var box = new WriteBehind<String>(10, 5, word -> word, String::length);
    List.of("aaa", "bbb", "cc").forEach(box::add);
    assertThat(box.all()).containsExactly("bbb", "cc");
    assertThat(box.isNearlyFull()).isTrue();
    box.add("too long for it");
    assertThat(box.all()).containsExactly("too long for it");
    assertThat(box.dropped()).isEqualTo(3);
    box.drain(BATCH, this::write);
    assertThat(box.isNearlyFull()).isFalse();
  }

  @Test
  void aBatchThatIsBeingWrittenCanBeFoundAndGoesBackWithItsWeight() {
    var box = new WriteBehind<String>(10, 5, word -> word, String::length);
    box.add("aaaaa");
    assertThatThrownBy(
            () ->
                box.drain(
                    BATCH,
                    rows -> {
                      assertThat(box.find("aaaaa")).isNotNull();
                      box.add("b");
                      throw new DataAccessResourceFailureException("away");
                    }))
        .isInstanceOf(DataAccessResourceFailureException.class);
    assertThat(box.all()).containsExactly("b");
    assertThat(box.dropped()).isEqualTo(1);
  }

  @Test
  void whatComesInWhileABatchIsWrittenIsWrittenToo() {
    WriteBehind<String> box = WriteBehind.ofEach(10);
    List.of("a", "b", "c").forEach(box::add);
    box.drain(
        2,
        rows -> {
          if (table.isEmpty()) {
            box.add("later");
          }
          write(rows);
        });
    assertThat(table).containsExactly("a", "b", "c", "later");
    assertThat(box.size()).isZero();
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
