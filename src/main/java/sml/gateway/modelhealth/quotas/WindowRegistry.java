package sml.gateway.modelhealth.quotas;

import java.util.Collection;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.BoundedMap;
import sml.gateway.modelhealth.PersistedState;

/** The windows of every model and of every account that was asked lately. */
final class WindowRegistry implements PersistedState<SavedQuota> {
  private static final int MOST_ACCOUNTS = 1_000;
  private static final String MODEL = "m:";
  private static final String ACCOUNT = "a:";

  private final BoundedMap<ModelRef, Owned> models;
  private final BoundedMap<String, QuotaWindows> accounts;
  private final QuotaPolicy rules;
  private final LentAccounts lent;
  private final QuotaLeaseSource leases;
  private final Supplier<Long> clock;

  /** The windows of one model. */
  record Owned(ModelRef ref, QuotaWindows windows) implements BoundedMap.Aging {
    @Override
    public long lastUsedMs() {
      return windows.lastUsedMs();
    }
  }

  WindowRegistry(
      QuotaPolicy rules,
      LentAccounts lent,
      int mostModels,
      QuotaLeaseSource leases,
      Supplier<Long> clock) {
    this.rules = rules;
    this.lent = lent;
    this.leases = leases;
    this.clock = clock;
    this.models =
        new BoundedMap<>(
            mostModels,
            (ref, now) -> {
              String owner = lent.owner(ref.provider());
              var hints = rules.hints().ofModel(owner, ref.model());
              return new Owned(ref, fresh(MODEL + ref.id(), owner, hints, now));
            });
    this.accounts =
        new BoundedMap<>(
            MOST_ACCOUNTS,
            (name, now) -> fresh(ACCOUNT + name, name, rules.hints().ofAccount(name), now));
  }

  private QuotaWindows fresh(String id, String account, DocumentedQuotas.Limits limits, long now) {
    IntSupplier keys = () -> rules.accounts().keys(account);
    LongSupplier present = () -> rules.accounts().account(account, null);
    Supplier<QuotaCalendar> quotas = () -> rules.accounts().quotas(account);
    return new QuotaWindows(
        new QuotaOrigin(id, keys, present, quotas, leases), rules.cap(), limits, now);
  }

  QuotaWindows model(ModelRef ref, long now) {
    return models.of(ref, now).windows();
  }

  QuotaWindows account(String owner, long now) {
    return accounts.of(owner, now);
  }

  @Nullable QuotaWindows account(String owner) {
    return accounts.peek(owner);
  }

  /** Null while there is nothing to say, so that ranking models makes no entries. */
  @Nullable QuotaWindows known(ModelRef ref, long now) {
    boolean hinted = !rules.hints().ofModel(lent.owner(ref.provider()), ref.model()).isEmpty();
    Owned known = hinted ? models.of(ref, now) : models.peek(ref);
    return known == null ? null : known.windows();
  }

  /** The same of an account. */
  @Nullable QuotaWindows known(String owner, long now) {
    return rules.hints().ofAccount(owner).isEmpty()
        ? accounts.peek(owner)
        : accounts.of(owner, now);
  }

  Collection<Owned> models() {
    return models.all();
  }

  Stream<QuotaWindows> all() {
    return Stream.concat(models.all().stream().map(Owned::windows), accounts.all().stream());
  }

  /** The windows of an owner as leases and saved rows name it. */
  @Nullable QuotaWindows named(String owner) {
    if (owner.startsWith(ACCOUNT)) {
      return accounts.peek(owner.substring(ACCOUNT.length()));
    }
    Owned owned = models.peek(ref(owner));
    return owned == null ? null : owned.windows();
  }

  private static ModelRef ref(String owner) {
    String name = owner.substring(MODEL.length());
    int slash = name.indexOf('/');
    return new ModelRef(name.substring(0, slash), name.substring(slash + 1));
  }

  /** Every number that is known, by model and account. */
  List<QuotaNumber> numbers(long now) {
    Stream<QuotaNumber> ofModels =
        models.all().stream()
            .flatMap(
                owned -> {
                  ModelRef ref = owned.ref();
                  var whose = new QuotaNumber.Whose(ref.provider(), ref.model());
                  return owned.windows().numbers(whose, now).stream();
                });
    Stream<QuotaNumber> ofAccounts =
        accounts
            .some(null)
            .flatMap(
                windows -> {
                  String name = windows.owner().substring(ACCOUNT.length());
                  return windows.numbers(new QuotaNumber.Whose(name, null), now).stream();
                });
    return Stream.concat(ofAccounts, ofModels).sorted(QuotaNumber.ORDER).toList();
  }

  void dropReplaced() {
    models.all().removeIf(owned -> owned.windows().isReplaced());
    accounts.all().removeIf(QuotaWindows::isReplaced);
  }

  @Override
  public List<SavedQuota> drain() {
    long now = clock.get();
    return all().flatMap(windows -> windows.takeChanges(now).stream()).toList();
  }

  @Override
  public void restore(List<SavedQuota> rows) {
    long now = clock.get();
    for (SavedQuota row : rows) {
      boolean ofAccount = row.owner().startsWith(ACCOUNT);
      String provider =
          ofAccount
              ? row.owner().substring(ACCOUNT.length())
              : lent.owner(ref(row.owner()).provider());
      Long account = row.account();
      if (account == null || account >= rules.accounts().account(provider, null)) {
        (ofAccount ? account(provider, now) : model(ref(row.owner()), now)).restore(row, now);
      }
    }
  }
}
