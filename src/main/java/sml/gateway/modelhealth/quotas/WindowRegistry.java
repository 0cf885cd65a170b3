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
import sml.gateway.modelhealth.quotas.known.PresetQuotas;

/** The windows of every model and of every account that was asked lately. */
final class WindowRegistry implements PersistedState<SavedQuota> {
  private static final int MOST_ACCOUNTS = 1_000;
  private static final String MODEL = "m:";
  private static final String ACCOUNT = "a:";

  private final BoundedMap<ModelRef, Owned> models;
  private final BoundedMap<String, QuotaWindows> accounts;
  private final QuotaPolicy rules;
  private final LentAccounts lent;
  private final PresetQuotas presets;
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
      PresetQuotas presets,
      int mostModels,
      QuotaLeaseSource leases,
      Supplier<Long> clock) {
    this.rules = rules;
    this.lent = lent;
    this.presets = presets;
    this.leases = leases;
    this.clock = clock;
    this.models =
        new BoundedMap<>(
            mostModels,
            (ref, now) -> new Owned(ref, fresh(MODEL + ref.id(), lent.owner(ref.provider()), now)));
    this.accounts =
        new BoundedMap<>(MOST_ACCOUNTS, (name, now) -> fresh(ACCOUNT + name, name, now));
  }

  private QuotaWindows fresh(String id, String account, long now) {
    IntSupplier keys = () -> rules.accounts().keys(account);
    LongSupplier present = () -> rules.accounts().account(account, null);
    Supplier<QuotaCalendar> quotas = () -> rules.accounts().quotas(account);
    return new QuotaWindows(new QuotaOrigin(id, keys, present, quotas, leases), rules.cap(), now);
  }

  // the operator may have changed what is known beforehand since they were asked last
  private QuotaWindows upToDate(Owned owned) {
    ModelRef ref = owned.ref();
    String owner = lent.owner(ref.provider());
    QuotaWindows windows = owned.windows();
    windows.preset(presets.set(owner), () -> presets.ofModel(owner, ref.model()));
    return windows;
  }

  private QuotaWindows upToDate(String owner, QuotaWindows windows) {
    windows.preset(presets.set(owner), () -> presets.ofAccount(owner));
    return windows;
  }

  QuotaWindows model(ModelRef ref, long now) {
    return upToDate(models.of(ref, now));
  }

  QuotaWindows account(String owner, long now) {
    return upToDate(owner, accounts.of(owner, now));
  }

  @Nullable QuotaWindows account(String owner) {
    return accounts.peek(owner);
  }

  /** Null while there is nothing to say, so that ranking models makes no entries. */
  @Nullable QuotaWindows known(ModelRef ref, long now) {
    boolean preset = !presets.ofModel(lent.owner(ref.provider()), ref.model()).isEmpty();
    Owned known = preset ? models.of(ref, now) : models.peek(ref);
    return known == null ? null : upToDate(known);
  }

  /** The same of an account. */
  @Nullable QuotaWindows known(String owner, long now) {
    boolean preset = !presets.ofAccount(owner).isEmpty();
    QuotaWindows known = preset ? accounts.of(owner, now) : accounts.peek(owner);
    return known == null ? null : upToDate(owner, known);
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
                  return upToDate(owned).numbers(whose, now).stream();
                });
    Stream<QuotaNumber> ofAccounts =
        accounts
            .some(null)
            .flatMap(
                windows -> {
                  String name = windows.owner().substring(ACCOUNT.length());
                  var whose = new QuotaNumber.Whose(name, null);
                  return upToDate(name, windows).numbers(whose, now).stream();
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
