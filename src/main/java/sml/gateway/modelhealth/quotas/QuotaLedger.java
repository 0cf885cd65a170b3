package sml.gateway.modelhealth.quotas;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.LiveStats.Allowance;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Refusal;
import sml.gateway.modelhealth.PersistedState;
import sml.gateway.modelhealth.quotas.readings.QuotaReading;
import sml.gateway.upstream.AdmissionGate.Admission;

/**
 * The quotas per (provider, model) and per account, as hinted, reported by headers and refusals,
 * and counted here.
 */
public interface QuotaLedger extends PersistedState<QuotaLedger.Row> {

  /**
   * Charges one request with its prompt, or returns the quota that is exhausted.
   *
   * @param admission an estimate alone does not keep out a model that the client named, and a cap
   *     that was only learned keeps out none but healthy ones
   */
  @Nullable QuotaExhausted charge(ModelRef ref, int tokens, Admission admission);

  /** The head of the answer to a request that was charged has come. */
  void answering(ModelRef ref);

  /**
   * A request that was charged is over.
   *
   * @param answering whether the head of its answer had come
   */
  void ended(ModelRef ref, @Nullable Long keyId, boolean answering);

  /** Takes back a charge that was not used; its request is over. */
  void giveUp(ModelRef ref, int tokens);

  /** Charges the tokens an answer took beyond the estimate; negative when it took fewer. */
  void settle(ModelRef ref, long tokens);

  /** Applies the quotas in response headers and returns them. */
  List<QuotaReading> read(ModelRef ref, @Nullable Long keyId, Map<String, String> headers);

  /** Applies a quota in the text of a refusal and returns it. */
  List<QuotaReading> read(ModelRef ref, @Nullable Long keyId, Refusal refusal);

  /**
   * The smallest share left of any known quota of the model or its account; a quota of a day or
   * longer counts as full while it is not used faster than time passes; 1 while unknown.
   */
  double headroom(ModelRef ref);

  /** What may still be sent by the quotas of the model and its account. */
  Allowance allowance(ModelRef ref);

  /** The quota that keeps even the smallest request out, null when none does; charges nothing. */
  @Nullable QuotaExhausted usedUp(ModelRef ref);

  /** True when the quotas of this provider are known to count per account, not per model. */
  boolean countsPerAccount(String provider);

  /** What was measured or learned, newest first; hints are not among it. */
  List<Row> all();

  /** Every number that is known of models and accounts, hints among them, with its source. */
  List<QuotaNumber> numbers();

  /** Each quota by itself: what was measured and counted, to be saved. */
  PersistedState<SavedQuota> quotas();

  /** Forgets the local counts and readings of one model, or of all when null. */
  void reset(@Nullable ModelRef ref);

  /** Drops what belongs to keys that were replaced, limits and counts. */
  void dropReplaced();

  /**
   * The quotas of one model that have a column.
   *
   * @param source {@code header} or {@code error}
   * @param last429Ms epoch milliseconds, 0 for never
   * @param account whose quotas they are, by the number of {@link QuotaAccounts}; null when not
   *     known
   */
  record Row(
      ModelRef ref,
      QuotaState tpm,
      QuotaState tpd,
      QuotaState rpm,
      QuotaState rpd,
      String source,
      long last429Ms,
      long updatedMs,
      @Nullable Long account) {}

  /** One quota; null where unknown, {@code resetAtMs} in epoch milliseconds. */
  record QuotaState(@Nullable Long limit, @Nullable Long remaining, @Nullable Long resetAtMs) {
    /** Nothing known. */
    public static final QuotaState UNKNOWN = new QuotaState(null, null, null);
  }
}
