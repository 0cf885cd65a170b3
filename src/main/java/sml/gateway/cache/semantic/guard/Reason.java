package sml.gateway.cache.semantic.guard;

/** Why two questions are taken for the same, or are not. */
public enum Reason {
  /** Every word that counts is the same. */
  SAME,
  /** They differ in words that change nothing where the whole means nearly the same. */
  NEARLY_SAME,
  /** The text is too long, or no single question. */
  TOO_LONG,
  /** Too little is known of its language. */
  UNKNOWN_LANGUAGE,
  /** The answer is true for a while only. */
  TIME_DEPENDENT,
  /** The embedder does not know enough of its words. */
  UNKNOWN_WORDS,
  /** The two are in different languages. */
  LANGUAGE,
  /** Numbers, units or dates differ. */
  NUMBER,
  /** One says no where the other does not. */
  NEGATION,
  /** Another question is asked: how, why, when, whether. */
  QUESTION,
  /** A word stands against its opposite. */
  ANTONYM,
  /** From against to, before against after. */
  DIRECTION,
  /** More against less, all against some. */
  COMPARISON,
  /** The same words in other roles. */
  ROLE_SWAP,
  /** One word stands in place of another. */
  SLOT_SWAP,
  /** One asks for more than the other. */
  ADDITION,
  /** The vectors are not near enough for this entry. */
  BELOW_THRESHOLD;

  /** Whether the answer to one question may answer the other. */
  public boolean isServed() {
    return this == SAME || this == NEARLY_SAME;
  }
}
