package sml.gateway.modelhealth.quotas;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.LiveStats.Allowance;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;
import sml.gateway.cluster.ClusterState;
import sml.gateway.cluster.ReplicatedTable;
import sml.gateway.modelhealth.JsonRows;
import sml.gateway.modelhealth.PersistedState;
import sml.gateway.modelhealth.quotas.readings.QuotaReading;
import sml.gateway.upstream.AdmissionGate.Admission;

/**
 * Quotas that all replicas share: a ledger in Valkey grants units ahead, and a limit that is
 * reported to one replica is known to all.
 */
public final class SharedQuotaLedger implements QuotaLedger {
  private static final String ALL = "*";

  private final QuotaLeases leases;
  private final InProcessQuotaLedger own;
  private final QuotaAccounts quotaAccounts;
  private final ClusterState cluster;
  private final Clock clock;
  private final Map<ModelRef, Reported> reported = new ConcurrentHashMap<>();
  private final int mostModels;
  private final JsonRows<Reported> readings =
      new JsonRows<>(
          "quota-readings",
          Reported.class,
          id -> reported.get(JsonRows.ref(id)),
          Reported::atMs,
          () -> JsonRows.ids(List.copyOf(reported.keySet())),
          (id, other) -> adopt(JsonRows.ref(id), other));
  private final Resets resets = new Resets();

  /** What a provider said of a model, and when. */
  record Reported(long atMs, @Nullable Long keyId, List<QuotaReading> readings) {
    boolean saysNoMoreThan(@Nullable Reported earlier) {
      return earlier != null
          && readings.stream()
              .noneMatch(quotaReading -> Objects.equals(quotaReading.remaining(), 0L))
          && limits().equals(earlier.limits());
    }

    private List<String> limits() {
      return readings.stream()
          .map(quotaReading -> quotaReading.quota() + "=" + quotaReading.limit())
          .toList();
    }
  }

  public SharedQuotaLedger(QuotaPolicy rules, int mostModels, ClusterState cluster, Clock clock) {
    this.leases = new QuotaLeases(cluster, clock);
    this.own = new InProcessQuotaLedger(rules, mostModels, leases, clock);
    this.quotaAccounts = rules.accounts();
    this.cluster = cluster;
    this.clock = clock;
    this.mostModels = mostModels;
    cluster.join(readings);
    cluster.join(resets);
    leases.serve(own);
  }

  /** Brings all grants up to date and waits for it; not for the path of a request. */
  public void askNow() {
    leases.askNow();
  }

  @Override
  public @Nullable QuotaExhausted charge(ModelRef ref, int tokens, Admission admission) {
    return own.charge(ref, tokens, admission);
  }

  @Override
  public void answering(ModelRef ref) {
    own.answering(ref);
  }

  @Override
  public void ended(ModelRef ref, @Nullable Long keyId, boolean answering) {
    own.ended(ref, keyId, answering);
  }

  @Override
  public void giveUp(ModelRef ref, int tokens) {
    own.giveUp(ref, tokens);
  }

  @Override
  public void settle(ModelRef ref, long tokens) {
    own.settle(ref, tokens);
  }

  @Override
  public List<QuotaReading> read(ModelRef ref, @Nullable Long keyId, Map<String, String> headers) {
    return publish(ref, keyId, own.read(ref, keyId, headers));
  }

  @Override
  public List<QuotaReading> read(ModelRef ref, @Nullable Long keyId, Refusal refusal) {
    return publish(ref, keyId, own.read(ref, keyId, refusal));
  }

  // others need a limit once, and to know at once when nothing is left; the rest they see
  // themselves
  private List<QuotaReading> publish(ModelRef ref, @Nullable Long keyId, List<QuotaReading> said) {
    if (!said.isEmpty() && (reported.size() < mostModels || reported.containsKey(ref))) {
      Reported fresh = new Reported(clock.millis(), keyId, said);
      if (!fresh.saysNoMoreThan(reported.put(ref, fresh))) {
        cluster.changed(readings, ref.id());
      }
    }
    return said;
  }

  @Override
  public double headroom(ModelRef ref) {
    return own.headroom(ref);
  }

  @Override
  public Allowance allowance(ModelRef ref) {
    return own.allowance(ref);
  }

  @Override
  public @Nullable QuotaExhausted usedUp(ModelRef ref) {
    return own.usedUp(ref);
  }

  @Override
  public boolean countsPerAccount(String provider) {
    return own.countsPerAccount(provider);
  }

  @Override
  public List<Row> all() {
    return own.all();
  }

  @Override
  public List<QuotaNumber> numbers() {
    return own.numbers();
  }

  @Override
  public PersistedState<SavedQuota> quotas() {
    return own.quotas();
  }

  @Override
  public void reset(@Nullable ModelRef ref) {
    own.reset(ref);
    cluster.publish(resets, ref == null ? ALL : ref.id(), "");
  }

  @Override
  public void dropReplaced() {
    own.dropReplaced();
    reported.entrySet().removeIf(each -> isReplaced(each.getKey(), each.getValue().keyId()));
  }

  private boolean isReplaced(ModelRef ref, @Nullable Long keyId) {
    return quotaAccounts.isReplaced(quotaAccounts.owner(ref.provider()), keyId);
  }

  @Override
  public List<Row> drain() {
    return own.drain();
  }

  @Override
  public void restore(List<Row> rows) {
    own.restore(rows);
  }

  /** Takes in what a provider said to another replica. */
  private void adopt(ModelRef ref, Reported other) {
    Reported known = reported.get(ref);
    if (isReplaced(ref, other.keyId())) {
      return;
    }
    if ((known == null || known.atMs() < other.atMs()) && reported.size() < mostModels) {
      reported.put(ref, other);
      own.note(ref, other.keyId(), aged(other));
    }
  }

  private List<QuotaReading> aged(Reported other) {
    long age = Math.max(0, clock.millis() - other.atMs());
    return other.readings().stream()
        .map(
            quotaReading -> {
              Long reset = quotaReading.resetMs();
              boolean over = reset != null && reset <= age;
              return new QuotaReading(
                  quotaReading.quota(),
                  quotaReading.limit(),
                  over ? null : quotaReading.remaining(),
                  reset == null ? null : Long.valueOf(Math.max(0, reset - age)),
                  quotaReading.source());
            })
        .toList();
  }

  /** Resets that the operator made at any replica; and all is asked anew once Valkey is back. */
  private final class Resets implements ReplicatedTable {
    @Override
    public String topic() {
      return "resets";
    }

    @Override
    public void receive(String id, String nothing) {
      own.reset(id.equals(ALL) ? null : JsonRows.ref(id));
    }

    @Override
    public void reunited() {
      own.lapse();
      leases.askSoon();
    }
  }
}
