package sml.gateway.modelhealth.quotas;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.quotas.readings.Quota;
import sml.gateway.modelhealth.quotas.readings.QuotaReading;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/**
 * When and where a provider said something of a model's quotas last, and the row that shows it. Not
 * thread-safe; its {@link QuotaWindows} lock.
 */
final class LimitHistory {
  private @Nullable String source;
  private long last429Ms;
  private long updatedMs;
  private boolean changed;

  void said(List<QuotaReading> readings, long now) {
    for (QuotaReading reading : readings) {
      source = reading.source().kind() == QuotaSource.Kind.REFUSAL ? "error" : "header";
    }
    updatedMs = now;
    changed = true;
  }

  void refused(long now) {
    last429Ms = now;
  }

  /** A number of the row is another one now. */
  void counted() {
    changed = source != null;
  }

  QuotaLedger.@Nullable Row takeChange(ModelRef ref, WindowTable windows, long now) {
    if (!changed) {
      return null;
    }
    changed = false;
    return row(ref, windows, now);
  }

  /** Null while the provider has said nothing. */
  QuotaLedger.@Nullable Row row(ModelRef ref, WindowTable windows, long now) {
    if (source == null) {
      return null;
    }
    return new QuotaLedger.Row(
        ref,
        state(windows.get(Quota.TPM), now),
        state(windows.get(Quota.TPD), now),
        state(windows.get(Quota.RPM), now),
        state(windows.get(Quota.RPD), now),
        source,
        last429Ms,
        updatedMs,
        windows.key(Quota.RPM).account());
  }

  private static QuotaLedger.QuotaState state(@Nullable QuotaWindow window, long now) {
    if (window == null) {
      return QuotaLedger.QuotaState.UNKNOWN;
    }
    long left = window.known(now);
    return new QuotaLedger.QuotaState(
        window.limitOfProvider() == QuotaWindow.UNKNOWN
            ? null
            : Long.valueOf(window.limitOfProvider()),
        left == QuotaWindow.UNKNOWN ? null : Long.valueOf(left),
        left == QuotaWindow.UNKNOWN ? null : Long.valueOf(window.resetAt(now)));
  }

  /** The numbers themselves are restored one by one, see {@link SavedQuota}. */
  void restore(QuotaLedger.Row row) {
    source = row.source();
    last429Ms = row.last429Ms();
    updatedMs = row.updatedMs();
  }
}
