package sml.gateway.modelhealth.quotas.known;

/**
 * The limits of one model or account before anything was measured.
 *
 * @param hinted shipped, and not replaced by the operator
 * @param set set by the operator
 * @param setAtMs when that was
 */
public record PresetLimits(KnownLimits hinted, KnownLimits set, long setAtMs) {
  public static final PresetLimits NONE = new PresetLimits(KnownLimits.NONE, KnownLimits.NONE, 0);

  /** Whether the number of calls that may be under way at once is among them. */
  public boolean limitsCalls() {
    return hinted.concurrent() != null || set.concurrent() != null;
  }

  public boolean isEmpty() {
    return hinted.isEmpty() && set.isEmpty();
  }
}
