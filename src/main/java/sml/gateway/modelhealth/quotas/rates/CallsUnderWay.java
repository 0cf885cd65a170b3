package sml.gateway.modelhealth.quotas.rates;

/**
 * The calls that are under way at one model or account, and those of them that its provider has not
 * begun to answer: what it reports meanwhile does not hold them. Not thread-safe.
 */
public final class CallsUnderWay {
  private int calls;
  private int unanswered;
  private long unansweredTokens;

  /** A call was let in. */
  public void began(long tokens) {
    calls++;
    unanswered++;
    unansweredTokens += tokens;
  }

  /** The head of an answer came; which call's tokens it counts is not known, so a mean is taken. */
  public void answering() {
    if (unanswered > 0) {
      unansweredTokens -= unansweredTokens / unanswered;
      unanswered--;
    }
  }

  /**
   * A call is over.
   *
   * @param answering whether the head of its answer had come
   */
  public void ended(boolean answering) {
    if (!answering) {
      answering();
    }
    calls = Math.max(0, calls - 1);
    unanswered = Math.min(unanswered, calls);
    unansweredTokens = unanswered == 0 ? 0 : unansweredTokens;
  }

  /** All calls. */
  public int calls() {
    return calls;
  }

  /** Those whose answers have not begun. */
  public int unanswered() {
    return unanswered;
  }

  /** The tokens of those whose answers have not begun. */
  public long unansweredTokens() {
    return unansweredTokens;
  }
}
