package sml.gateway.modelhealth.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.quotas.rates.SlidingWindowCount;
import sml.gateway.modelhealth.quotas.readings.Quota;
import sml.gateway.modelhealth.quotas.readings.QuotaReading;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

class LimitHistoryTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final ModelRef REF = new ModelRef("p", "m");

  private final WindowTable table =
      new WindowTable(
          new QuotaOrigin(
              "m:p/m", () -> 1, () -> 0L, () -> QuotaCalendar.UTC, QuotaLeaseSource.NONE),
          4,
          new SlidingWindowCount(Quota.RPM.periodMs));
  private final LimitHistory history = new LimitHistory();

  private QuotaLedger.Row row() {
    return Objects.requireNonNull(history.row(REF, table, NOW));
  }

  @Test
  void aHintAloneHasNoRow() {
    table.of(Quota.RPM, NOW).hint(20);
    history.counted();
    assertThat(history.row(REF, table, NOW)).isNull();
    assertThat(history.takeChange(REF, table, NOW)).isNull();
  }

  @Test
  void whatWasSaidIsARowThatIsTakenOnce() {
    var said = new QuotaReading(Quota.RPM, 20L, 5L, null, QuotaSource.refusal("no", NOW));
    table.of(Quota.RPM, NOW).note(said, 1L, 0, NOW);
    history.said(List.of(said), NOW);
    history.refused(NOW - 7);
    assertThat(history.takeChange(REF, table, NOW)).isEqualTo(row());
    assertThat(history.takeChange(REF, table, NOW)).isNull();
    assertThat(row().rpm().limit()).isEqualTo(20);
    assertThat(row().rpm().remaining()).isEqualTo(5);
    assertThat(row().tpd()).isEqualTo(QuotaLedger.QuotaState.UNKNOWN);
    assertThat(row().source()).isEqualTo("error");
    assertThat(row().last429Ms()).isEqualTo(NOW - 7);
    assertThat(row().account()).isEqualTo(4);
    history.counted();
    assertThat(history.takeChange(REF, table, NOW)).isNotNull();
  }
}
