package sml.gateway.modelhealth.quotas.known;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.OperatorLimits;
import sml.gateway.modelhealth.quotas.known.DocumentedQuotas.Documented;

/**
 * Hints and what the operator set, which replaces the hints of the same kind. A limit of the
 * account also replaces those of each model where the provider is documented to count by model: a
 * key with limits of its own is not of the plan that is documented.
 */
public final class PresetQuotas {
  private final DocumentedQuotas hints;
  private final Function<String, OperatorLimits> operator;

  /**
   * @param operator what the operator set for a provider
   */
  public PresetQuotas(DocumentedQuotas hints, Function<String, OperatorLimits> operator) {
    this.hints = hints;
    this.operator = operator;
  }

  /** What the account of this provider has. */
  public PresetLimits ofAccount(String owner) {
    KnownLimits hinted = hints.ofAccount(owner);
    OperatorLimits limits = operator.apply(owner);
    if (limits.isEmpty()) {
      return new PresetLimits(hinted, KnownLimits.NONE, 0);
    }
    KnownLimits set = KnownLimits.of(limits.account());
    return new PresetLimits(hinted.without(set), set, limits.since().toEpochMilli());
  }

  /** What one model has beside the limits of its account. */
  public PresetLimits ofModel(String owner, String model) {
    KnownLimits hinted = hints.ofModel(owner, model);
    OperatorLimits limits = operator.apply(owner);
    if (limits.isEmpty()) {
      return new PresetLimits(hinted, KnownLimits.NONE, 0);
    }
    KnownLimits set = KnownLimits.of(limits.ofModel(model));
    KnownLimits left = hinted.without(set);
    return new PresetLimits(
        hints.countsPerModel(owner) ? left.without(KnownLimits.of(limits.account())) : left,
        set,
        limits.since().toEpochMilli());
  }

  /** Every hint, and what the operator set for these accounts. */
  public List<Documented> all(Collection<String> owners) {
    List<Documented> all = new ArrayList<>(hints.all());
    for (String owner : owners) {
      OperatorLimits limits = operator.apply(owner);
      add(all, owner, null, KnownLimits.of(limits.account()));
      new TreeMap<>(limits.models())
          .forEach((pattern, numbers) -> add(all, owner, pattern, KnownLimits.of(numbers)));
    }
    return all;
  }

  private static void add(
      List<Documented> all, String owner, @Nullable String models, KnownLimits limits) {
    String scope = models == null ? "account" : "model";
    limits
        .quotas()
        .forEach(
            (quota, limit) ->
                all.add(new Documented(owner, models, scope, quota.words, limit, "operator")));
    Long atOnce = limits.concurrent();
    if (atOnce != null) {
      all.add(new Documented(owner, models, scope, "requests at once", atOnce, "operator"));
    }
  }

  /** What the operator set for this provider, to see whether it is still the same. */
  public OperatorLimits set(String owner) {
    return operator.apply(owner);
  }
}
