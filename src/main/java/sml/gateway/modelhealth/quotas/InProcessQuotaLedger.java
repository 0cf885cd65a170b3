package sml.gateway.modelhealth.quotas;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.LiveStats.Allowance;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Scope;
import sml.gateway.modelhealth.PersistedState;
import sml.gateway.modelhealth.quotas.known.DocumentedQuotas;
import sml.gateway.modelhealth.quotas.known.PresetQuotas;
import sml.gateway.modelhealth.quotas.readings.QuotaHeaderReader;
import sml.gateway.modelhealth.quotas.readings.QuotaReading;
import sml.gateway.modelhealth.quotas.readings.QuotaRefusalReader;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;
import sml.gateway.upstream.AdmissionGate.Admission;

/** Quotas in the memory of this process. */
public final class InProcessQuotaLedger implements QuotaLedger {
  private final WindowRegistry windows;
  private final QuotaPolicy rules;
  private final DocumentedQuotas hints;
  private final PresetQuotas presets;
  private final LentAccounts lent;
  private final Clock clock;

  /** The ledger of a single process. */
  public InProcessQuotaLedger(QuotaPolicy rules, int mostModels, Clock clock) {
    this(rules, mostModels, QuotaLeaseSource.NONE, clock);
  }

  /** The ledger of one of several replicas. */
  public InProcessQuotaLedger(
      QuotaPolicy rules, int mostModels, QuotaLeaseSource leases, Clock clock) {
    this.rules = rules;
    this.hints = rules.hints();
    this.lent = new LentAccounts(rules.accounts(), hints);
    this.clock = clock;
    this.presets = new PresetQuotas(hints, rules.accounts()::limits);
    this.windows = new WindowRegistry(rules, lent, presets, mostModels, leases, clock::millis);
  }

  private String owner(ModelRef ref) {
    return lent.owner(ref.provider());
  }

  @Override
  public @Nullable QuotaExhausted charge(ModelRef ref, int tokens, Admission admission) {
    long now = clock.millis();
    QuotaWindows model = windows.model(ref, now);
    QuotaWindows account = windows.account(owner(ref), now);
    synchronized (model) {
      synchronized (account) {
        QuotaExhausted exhausted = model.exhausted(tokens, admission, now);
        exhausted = exhausted == null ? account.exhausted(tokens, admission, now) : exhausted;
        if (exhausted == null) {
          model.begin(tokens, now);
          account.begin(tokens, now);
        }
        return exhausted;
      }
    }
  }

  @Override
  public void giveUp(ModelRef ref, int tokens) {
    correct(ref, -1, -tokens);
    ended(ref, null, false);
  }

  @Override
  public void answering(ModelRef ref) {
    long now = clock.millis();
    windows.model(ref, now).answering();
    windows.account(owner(ref), now).answering();
  }

  @Override
  public void ended(ModelRef ref, @Nullable Long keyId, boolean answering) {
    // the calls of a key that was replaced went with its counts
    if (!rules.accounts().isReplaced(owner(ref), keyId)) {
      long now = clock.millis();
      windows.model(ref, now).ended(answering);
      windows.account(owner(ref), now).ended(answering);
    }
  }

  @Override
  public void settle(ModelRef ref, long tokens) {
    correct(ref, 0, tokens);
  }

  private void correct(ModelRef ref, long requests, long tokens) {
    long now = clock.millis();
    windows.model(ref, now).charge(requests, tokens, now);
    windows.account(owner(ref), now).charge(requests, tokens, now);
  }

  @Override
  public List<QuotaReading> read(ModelRef ref, @Nullable Long keyId, Map<String, String> headers) {
    var readings = QuotaHeaderReader.read(headers, hints.requests(owner(ref)), clock.instant());
    note(ref, keyId, readings);
    return readings;
  }

  @Override
  public List<QuotaReading> read(ModelRef ref, @Nullable Long keyId, Refusal refusal) {
    long now = clock.millis();
    if (refusal.status() == 429) {
      windows.model(ref, now).refused(now);
      windows.account(owner(ref), now).refused(now);
    }
    List<QuotaReading> readings = QuotaRefusalReader.read(refusal, clock.instant());
    note(ref, keyId, readings);
    boolean ofAccount = refusal.scope() == Scope.ACCOUNT || refusal.scope() == Scope.KEY;
    boolean perAccount = countsPerAccount(ref.provider());
    if (!readings.isEmpty() && ofAccount && !perAccount) {
      windows.account(owner(ref), now).note(readings, keyId, now);
    }
    if (readings.isEmpty() && refusal.kind() == Refusal.Kind.RATE_LIMITED) {
      if (ConcurrencyLimit.isMeantBy(refusal.message())) {
        boolean shared = perAccount || ofAccount || presets.ofAccount(owner(ref)).limitsCalls();
        (shared ? windows.account(owner(ref), now) : windows.model(ref, now))
            .refusedForOthers(QuotaSource.refusal(refusal.message(), now));
      } else if (refusal.retryAfter() == null) {
        (perAccount ? windows.account(owner(ref), now) : windows.model(ref, now))
            .refusedWithoutReason(now);
      }
    }
    return readings;
  }

  /** What to report and request for one quota, null when it has no limit or is unknown. */
  public QuotaLeaseSource.@Nullable Request request(QuotaLeaseSource.Key key) {
    QuotaWindows named = windows.named(key.owner());
    return named == null ? null : named.request(key, clock.millis());
  }

  /** Adds a grant. */
  public void granted(QuotaLeaseSource.Key key, QuotaLeaseSource.Grant grant) {
    QuotaWindows named = windows.named(key.owner());
    if (named != null) {
      named.granted(key, grant);
    }
  }

  /** Every quota that has a limit. */
  public List<QuotaLeaseSource.Key> leased() {
    return windows.all().flatMap(each -> each.leased().stream()).toList();
  }

  /**
   * Nothing is held any longer, all of it has to be asked for anew. Accounts whose limit is
   * documented are among it, so that their first request finds its grant.
   */
  public void lapse() {
    hints.accounts().forEach(name -> windows.account(name, clock.millis()));
    windows.all().forEach(QuotaWindows::lapse);
  }

  /** Applies what a provider said to this replica or another. */
  public void note(ModelRef ref, @Nullable Long keyId, List<QuotaReading> readings) {
    if (!readings.isEmpty() && !rules.accounts().isReplaced(owner(ref), keyId)) {
      long now = clock.millis();
      QuotaWindows model = windows.model(ref, now);
      QuotaWindows account = windows.account(owner(ref), now);
      account.compare(readings, model.asked(now), now);
      model.note(readings, keyId, now);
      if (countsPerAccount(ref.provider())) {
        account.note(readings, keyId, now);
      }
    }
  }

  @Override
  public double headroom(ModelRef ref) {
    long now = clock.millis();
    QuotaWindows model = windows.known(ref, now);
    QuotaWindows account = windows.known(owner(ref), now);
    return Math.min(
        model == null ? 1 : model.headroom(rules.paceAhead(), now),
        account == null ? 1 : account.headroom(rules.paceAhead(), now));
  }

  @Override
  public Allowance allowance(ModelRef ref) {
    long now = clock.millis();
    QuotaWindows model = windows.known(ref, now);
    QuotaWindows account = windows.known(owner(ref), now);
    Allowance own = model == null ? Allowance.UNKNOWN : model.allowance(now);
    return account == null ? own : own.and(account.allowance(now));
  }

  @Override
  public @Nullable QuotaExhausted usedUp(ModelRef ref) {
    long now = clock.millis();
    QuotaWindows model = windows.known(ref, now);
    QuotaExhausted exhausted = model == null ? null : model.usedUp(now);
    QuotaWindows account = exhausted == null ? windows.known(owner(ref), now) : null;
    return account == null ? exhausted : account.usedUp(now);
  }

  @Override
  public boolean countsPerAccount(String provider) {
    String account = lent.owner(provider);
    QuotaWindows known = windows.account(account);
    return lent.sharesLimits(account) || (known != null && known.isShared());
  }

  @Override
  public List<Row> all() {
    long now = clock.millis();
    return windows.models().stream()
        .map(owned -> owned.windows().row(owned.ref(), now))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingLong(Row::updatedMs).reversed())
        .toList();
  }

  @Override
  public List<QuotaNumber> numbers() {
    return windows.numbers(clock.millis());
  }

  @Override
  public PersistedState<SavedQuota> quotas() {
    return windows;
  }

  @Override
  public void reset(@Nullable ModelRef ref) {
    for (WindowRegistry.Owned owned : windows.models()) {
      if (ref == null || ref.equals(owned.ref())) {
        owned.windows().forget();
      }
    }
    if (ref == null) {
      windows.all().forEach(QuotaWindows::forget);
    }
  }

  @Override
  public void dropReplaced() {
    windows.dropReplaced();
  }

  @Override
  public List<Row> drain() {
    long now = clock.millis();
    return windows.models().stream()
        .map(owned -> owned.windows().takeChange(owned.ref(), now))
        .filter(Objects::nonNull)
        .toList();
  }

  @Override
  public void restore(List<Row> rows) {
    long now = clock.millis();
    for (Row row : rows) {
      Long account = row.account();
      if (account != null && account < rules.accounts().account(owner(row.ref()), null)) {
        continue;
      }
      windows.model(row.ref(), now).restore(row);
    }
  }
}
