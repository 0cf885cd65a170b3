package sml.gateway.cache.semantic.guard;

/**
 * One word, number or sign of a question.
 *
 * @param text in lower case, unless its capital says that it is another thing
 * @param quoted stands in quotation marks: counts as it is
 */
record Token(String text, boolean quoted) {

  static Token of(String text) {
    return new Token(text, false);
  }

  /** Whether it is a number. */
  boolean isNumber() {
    return Character.isDigit(text.charAt(0));
  }
}
