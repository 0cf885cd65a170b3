package sml.gateway.intake;

/**
 * Estimates the tokens of a prompt without a tokenizer. Latin text has about four characters to a
 * token, we count three to stay on the safe side (tool JSON is denser); Thai has about one and a
 * half in the vocabularies of open models. An image counts 1,000.
 */
final class TokenEstimate {
  private static final int PER_IMAGE = 1000;

  private TokenEstimate() {}

  static int estimate(long chars, long thaiChars, int images) {
    long other = Math.max(0, chars - thaiChars);
    long tokens = (other + 2) / 3 + (thaiChars * 2 + 2) / 3 + (long) images * PER_IMAGE;
    return (int) Math.min(tokens, Integer.MAX_VALUE);
  }
}
