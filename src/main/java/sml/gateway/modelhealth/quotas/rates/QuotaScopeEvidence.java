package sml.gateway.modelhealth.quotas.rates;

/**
 * Whether a limit counts for one model or for all models of an account, concluded from how much of
 * it a provider says is used: more than that model was asked, yet no more than the account was, is
 * a sign of a limit for all; less than the account was asked is one of a limit for each. Signs are
 * counted, because requests under way and windows that have just opened blur each of them. Not
 * thread-safe.
 */
public final class QuotaScopeEvidence {
  private static final int ENOUGH = 3;

  /** Requests under way that the provider has seen, or has not seen yet. */
  private static final double BLUR = 2;

  private int signs;
  private boolean shared;

  /**
   * A provider said how much of a limit is used; all amounts are requests of the last period.
   *
   * @param used what the provider has counted
   * @param model what we asked of the model
   * @param account what we asked of all models of the account
   */
  public void note(double used, double model, double account) {
    if (used >= model + BLUR && used <= account + BLUR) {
      signs = Math.min(ENOUGH, signs + 1);
    } else if (used <= model && account >= model + BLUR) {
      signs = Math.max(-ENOUGH, signs - 1);
    }
    shared = signs >= ENOUGH || (shared && signs > -ENOUGH);
  }

  /** True when the limit counts for all models of the account. */
  public boolean isShared() {
    return shared;
  }
}
