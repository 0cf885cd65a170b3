package sml.gateway.catalog.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Whose account a call uses, by the rows of the keys. */
class KeySnapshotTest {
  private static KeySnapshot keys(long... ids) {
    List<StoredKey> rows =
        LongStream.of(ids)
            .mapToObj(id -> new StoredKey(id, "p", "", "ok", null, Instant.EPOCH, null, null))
            .toList();
    return new KeySnapshot(
        Map.of(), Map.of(), Map.of(), Map.of("p", rows), Set.of(), Map.of("q", "p"));
  }

  @Test
  void anAccountGrowsWithAKeyThatIsAdded() {
    assertThat(keys(4).account("p", null)).isLessThan(keys(4, 9).account("p", null));
    assertThat(keys(4).account("p", null)).isLessThan(keys(9).account("p", null));
  }

  @Test
  void keysThatArePresentHaveOneAccount() {
    KeySnapshot keys = keys(4, 9);
    assertThat(keys.account("p", 4L)).isEqualTo(keys.account("p", null));
    assertThat(keys.account("p", 9L)).isEqualTo(keys.account("p", null));
  }

  @Test
  void aKeyThatWasReplacedHasAnOlderAccount() {
    assertThat(keys(9).account("p", 4L)).isLessThan(keys(9).account("p", null));
  }

  @Test
  void aKeyThatOnlyAnotherGatewayHasReadIsNotOld() {
    assertThat(keys(4).account("p", 9L)).isEqualTo(keys(4).account("p", null));
  }

  @Test
  void whoBorrowsAKeyHasTheAccountOfItsLender() {
    assertThat(keys(4).account("q", null)).isEqualTo(keys(4).account("p", null));
    assertThat(keys(4).account("r", null)).isZero();
  }
}
