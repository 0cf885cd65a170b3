package sml.gateway.modelhealth.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.modelhealth.quotas.rates.SlidingWindowCount;
import sml.gateway.modelhealth.quotas.readings.Quota;
import sml.gateway.modelhealth.quotas.readings.QuotaReading;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

class WindowTableTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final QuotaOrigin ALONE =
      new QuotaOrigin("a:p", () -> 1, () -> 0L, () -> QuotaCalendar.UTC, QuotaLeaseSource.NONE);

  private final SlidingWindowCount asked = new SlidingWindowCount(Quota.RPM.periodMs);
  private final WindowTable table = new WindowTable(ALONE, 4, asked);

  private List<Quota> quotas() {
    return table.all().stream().map(window -> window.quota).toList();
  }

  @Test
  void aNewWindowOfAnHourHoldsWhatWasAskedBefore() {
    asked.add(3, NOW);
    QuotaWindow hour = table.of(Quota.RPH, NOW);
    hour.hint(10);
    assertThat(hour.left(NOW)).isEqualTo(7);
    assertThat(table.of(Quota.RPH, NOW)).isSameAs(hour);
    assertThat(table.get(Quota.RPD)).isNull();
  }

  @Test
  void replicasHearOfWhatWasAskedBeforeALimitWasKnown() {
    var shared =
        new QuotaOrigin("a:p", () -> 1, () -> 4L, () -> QuotaCalendar.UTC, new SampleReplicas(3));
    var one = new WindowTable(shared, 4, asked);
    asked.add(3, NOW);
    one.of(Quota.RPM, NOW).hint(60);
    var report = Objects.requireNonNull(one.request(one.key(Quota.RPM), NOW));
    assertThat(report.sent()).containsExactly(NOW / 1_000, 3L);
  }

  @Test
  void theTimeThatAProviderCountsReplacesADocumentedOne() {
    table.of(Quota.RPM, NOW).hint(2);
    table.of(Quota.RPH, NOW).hint(60);
    table.of(Quota.TPM, NOW).hint(500_000);
    var source = QuotaSource.header("x-ratelimit-limit-req-10-second", NOW);
    var said = new QuotaReading(Quota.REQUESTS_PER_10_SECONDS, 10L, null, null, source);
    table.of(said.quota(), NOW).note(said, 1L, 0, NOW);
    table.measured(said.quota());
    assertThat(quotas()).containsExactly(Quota.REQUESTS_PER_10_SECONDS, Quota.RPH, Quota.TPM);
  }

  @Test
  void onlyWhatChangedIsSavedAndHintsAreNot() {
    table.of(Quota.RPM, NOW).hint(20);
    table.of(Quota.REQUESTS_PER_MONTH, NOW).hint(1000);
    assertThat(table.takeChanges(NOW)).isEmpty();
    table.all().forEach(window -> window.charge(1, NOW));
    assertThat(table.takeChanges(NOW))
        .extracting(SavedQuota::quota)
        .containsExactly("RPM", "REQUESTS_PER_MONTH");
    table.all().forEach(window -> window.charge(1, NOW));
    assertThat(table.takeChanges(NOW))
        .allSatisfy(
            saved -> {
              assertThat(saved.owner()).isEqualTo("a:p");
              assertThat(saved.account()).isEqualTo(4);
              assertThat(saved.limit()).isNull();
              assertThat(saved.counts()).hasSize(2).endsWith(2);
            });
    assertThat(table.takeChanges(NOW)).isEmpty();
  }
}
