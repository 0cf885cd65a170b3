package sml.gateway.modelhealth.quotas;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.LiveStats.Allowance;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Refusal.Scope;
import sml.gateway.modelhealth.BoundedMap;
import sml.gateway.upstream.AdmissionGate.Admission;

/** Quotas in the memory of this process. */
public final class InProcessQuotaLedger implements QuotaLedger {
  private static final int MOST_PROVIDERS = 1_000;
  private static final String MODEL = "m:";
  private static final String ACCOUNT = "a:";

  private final BoundedMap<ModelRef, Owned> models;
  private final BoundedMap<String, QuotaWindows> accounts;
  private final QuotaPolicy rules;
  private final DocumentedQuotas hints;
  private final LentAccounts lent;
  private final QuotaLeaseSource leases;
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
    this.leases = leases;
    this.clock = clock;
    this.models =
        new BoundedMap<>(
            mostModels,
            (ref, now) ->
                new Owned(
                    ref,
                    windows(
                        MODEL + ref.id(),
                        owner(ref),
                        hints.ofModel(owner(ref), ref.model()),
                        now)));
    this.accounts =
        new BoundedMap<>(
            MOST_PROVIDERS,
            (name, now) -> windows(ACCOUNT + name, name, hints.ofAccount(name), now));
  }

  private QuotaWindows windows(String id, String account, Map<Quota, Long> limits, long now) {
    IntSupplier keys = () -> rules.accounts().keys(account);
    LongSupplier present = () -> rules.accounts().account(account, null);
    Supplier<QuotaCalendar> quotas = () -> rules.accounts().quotas(account);
    return new QuotaWindows(
        new QuotaOrigin(id, keys, present, quotas, leases), rules.cap(), limits, now);
  }

  private String owner(ModelRef ref) {
    return lent.owner(ref.provider());
  }

  @Override
  public @Nullable QuotaExhausted charge(ModelRef ref, int tokens, Admission admission) {
    long now = clock.millis();
    QuotaWindows model = models.of(ref, now).windows();
    QuotaWindows account = accounts.of(owner(ref), now);
    synchronized (model) {
      synchronized (account) {
        QuotaExhausted exhausted = model.exhausted(tokens, admission, now);
        exhausted = exhausted == null ? account.exhausted(tokens, admission, now) : exhausted;
        if (exhausted == null) {
          model.charge(1, tokens, now);
          account.charge(1, tokens, now);
        }
        return exhausted;
      }
    }
  }

  @Override
  public void giveUp(ModelRef ref, int tokens) {
    correct(ref, -1, -tokens);
  }

  @Override
  public void settle(ModelRef ref, long tokens) {
    correct(ref, 0, tokens);
  }

  private void correct(ModelRef ref, long requests, long tokens) {
    long now = clock.millis();
    models.of(ref, now).windows().charge(requests, tokens, now);
    accounts.of(owner(ref), now).charge(requests, tokens, now);
  }

  @Override
  public List<QuotaReading> read(ModelRef ref, @Nullable Long keyId, Map<String, String> headers) {
    var readings = QuotaHeaderReader.read(headers, hints.requests(owner(ref)), clock.instant());
    note(ref, keyId, readings, "header");
    return readings;
  }

  @Override
  public List<QuotaReading> read(ModelRef ref, @Nullable Long keyId, Refusal refusal) {
    long now = clock.millis();
    if (refusal.status() == 429) {
      models.of(ref, now).windows().refused(now);
      accounts.of(owner(ref), now).refused(now);
    }
    List<QuotaReading> readings = QuotaRefusalReader.read(refusal);
    note(ref, keyId, readings, "error");
    boolean ofAccount = refusal.scope() == Scope.ACCOUNT || refusal.scope() == Scope.KEY;
    if (!readings.isEmpty() && ofAccount && !countsPerAccount(ref.provider())) {
      accounts.of(owner(ref), now).note(readings, keyId, "error", now);
    }
    boolean namesNoLimit = readings.isEmpty() && refusal.retryAfter() == null;
    if (namesNoLimit && refusal.kind() == Refusal.Kind.RATE_LIMITED) {
      boolean perAccount = countsPerAccount(ref.provider());
      var windows = perAccount ? accounts.of(owner(ref), now) : models.of(ref, now).windows();
      windows.refusedWithoutReason(now);
    }
    return readings;
  }

  /** What to report and request for one quota, null when it has no limit or is unknown. */
  public QuotaLeaseSource.@Nullable Request request(QuotaLeaseSource.Key key) {
    QuotaWindows windows = windows(key.owner());
    return windows == null ? null : windows.request(key, clock.millis());
  }

  /** Adds a grant. */
  public void granted(QuotaLeaseSource.Key key, QuotaLeaseSource.Grant grant) {
    QuotaWindows windows = windows(key.owner());
    if (windows != null) {
      windows.granted(key, grant);
    }
  }

  /** Every quota that has a limit. */
  public List<QuotaLeaseSource.Key> leased() {
    return allWindows().flatMap(windows -> windows.leased().stream()).toList();
  }

  /**
   * Nothing is held any longer, all of it has to be asked for anew. Accounts whose limit is known
   * beforehand are among it, so that their first request finds its grant.
   */
  public void lapse() {
    hints.accounts().forEach(name -> accounts.of(name, clock.millis()));
    allWindows().forEach(QuotaWindows::lapse);
  }

  private Stream<QuotaWindows> allWindows() {
    return Stream.concat(models.all().stream().map(Owned::windows), accounts.all().stream());
  }

  private @Nullable QuotaWindows windows(String owner) {
    String name = owner.substring(MODEL.length());
    if (owner.startsWith(ACCOUNT)) {
      return accounts.peek(name);
    }
    int slash = name.indexOf('/');
    Owned owned = models.peek(new ModelRef(name.substring(0, slash), name.substring(slash + 1)));
    return owned == null ? null : owned.windows();
  }

  /** Applies what a provider said to this replica or another. */
  public void note(ModelRef ref, @Nullable Long keyId, List<QuotaReading> readings, String source) {
    if (!readings.isEmpty() && !rules.accounts().isReplaced(owner(ref), keyId)) {
      long now = clock.millis();
      QuotaWindows model = models.of(ref, now).windows();
      QuotaWindows account = accounts.of(owner(ref), now);
      account.compare(readings, model.asked(now), now);
      model.note(readings, keyId, source, now);
      if (countsPerAccount(ref.provider())) {
        account.note(readings, keyId, source, now);
      }
    }
  }

  @Override
  public double headroom(ModelRef ref) {
    long now = clock.millis();
    QuotaWindows model = known(ref, now);
    QuotaWindows account = known(owner(ref), now);
    return Math.min(
        model == null ? 1 : model.headroom(rules.paceAhead(), now),
        account == null ? 1 : account.headroom(rules.paceAhead(), now));
  }

  @Override
  public Allowance allowance(ModelRef ref) {
    long now = clock.millis();
    QuotaWindows model = known(ref, now);
    QuotaWindows account = known(owner(ref), now);
    Allowance own = model == null ? Allowance.UNKNOWN : model.allowance(now);
    return account == null ? own : own.and(account.allowance(now));
  }

  @Override
  public @Nullable QuotaExhausted usedUp(ModelRef ref) {
    long now = clock.millis();
    QuotaWindows model = known(ref, now);
    QuotaExhausted exhausted = model == null ? null : model.usedUp(now);
    QuotaWindows account = exhausted == null ? known(owner(ref), now) : null;
    return account == null ? exhausted : account.usedUp(now);
  }

  // null while there is nothing to say, so that ranking models makes no entries
  private @Nullable QuotaWindows known(ModelRef ref, long now) {
    Owned known =
        hints.ofModel(owner(ref), ref.model()).isEmpty() ? models.peek(ref) : models.of(ref, now);
    return known == null ? null : known.windows();
  }

  private @Nullable QuotaWindows known(String account, long now) {
    return hints.ofAccount(account).isEmpty() ? accounts.peek(account) : accounts.of(account, now);
  }

  @Override
  public boolean countsPerAccount(String provider) {
    String account = lent.owner(provider);
    QuotaWindows windows = accounts.peek(account);
    return lent.sharesLimits(account) || (windows != null && windows.isShared());
  }

  @Override
  public List<Row> all() {
    long now = clock.millis();
    return models.all().stream()
        .map(owned -> owned.windows().row(owned.ref(), now))
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingLong(Row::updatedMs).reversed())
        .toList();
  }

  @Override
  public void reset(@Nullable ModelRef ref) {
    for (Owned owned : models.all()) {
      if (ref == null || ref.equals(owned.ref())) {
        owned.windows().forget();
      }
    }
    if (ref == null) {
      accounts.all().forEach(QuotaWindows::forget);
    }
  }

  @Override
  public void dropReplaced() {
    models.all().removeIf(owned -> owned.windows().isReplaced());
    accounts.all().removeIf(QuotaWindows::isReplaced);
  }

  @Override
  public List<Row> drain() {
    long now = clock.millis();
    return models.all().stream()
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
      models.of(row.ref(), now).windows().restore(row, now);
      if (countsPerAccount(row.ref().provider())) {
        accounts.of(owner(row.ref()), now).restore(row, now);
      }
    }
  }

  private record Owned(ModelRef ref, QuotaWindows windows) implements BoundedMap.Aging {
    @Override
    public long lastUsedMs() {
      return windows.lastUsedMs();
    }
  }
}
