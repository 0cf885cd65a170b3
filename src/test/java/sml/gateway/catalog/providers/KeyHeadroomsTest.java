package sml.gateway.catalog.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import sml.gateway.catalog.Keyring.ApiKey;

class KeyHeadroomsTest {
  private static final Instant NOW = Instant.EPOCH;
  private static final ApiKey A = new ApiKey(1, "a");
  private static final ApiKey B = new ApiKey(2, "b");
  private static final ApiKey C = new ApiKey(3, "c");
  private static final List<ApiKey> ALL = List.of(A, B, C);

  private final KeyHeadrooms headrooms = new KeyHeadrooms();

  @Test
  void keysOfWhichNothingIsKnownAreAlike() {
    assertThat(headrooms.fullest(ALL, NOW)).isEqualTo(ALL);
  }

  @Test
  void aKeyWithLessLeftWaitsUntilTheOthersHaveNoMore() {
    headrooms.note(1, 0.2, NOW.plusSeconds(60));
    assertThat(headrooms.fullest(ALL, NOW)).containsExactly(B, C);
    headrooms.note(2, 0.25, NOW.plusSeconds(60));
    headrooms.note(3, 0.15, NOW.plusSeconds(60));
    assertThat(headrooms.fullest(ALL, NOW)).isEqualTo(ALL);
    headrooms.note(3, 0.05, NOW.plusSeconds(60));
    assertThat(headrooms.fullest(ALL, NOW)).containsExactly(A, B);
  }

  @Test
  void aReadingHoldsUntilTheQuotaIsFullAgain() {
    headrooms.note(1, 0, NOW.plusSeconds(60));
    assertThat(headrooms.fullest(ALL, NOW.plusSeconds(60))).isEqualTo(ALL);
  }

  @Test
  void keysThatWereRemovedAreForgotten() {
    headrooms.note(1, 0, NOW.plusSeconds(60));
    headrooms.keepOnly(List.of(2L));
    assertThat(headrooms.fullest(ALL, NOW)).isEqualTo(ALL);
  }
}
