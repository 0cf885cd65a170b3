package sml.gateway.translation;

import sml.gateway.chat.GatewayException.UpstreamFailed;
import sml.gateway.chat.Refusal;

/** Bounds what is kept of one streaming answer until its end. */
final class AnswerSize {
  /** An answer of this many characters is no sensible one: it would fill 30,000 pages. */
  private static final int MOST_CHARS = 16 * 1024 * 1024;

  private int kept;

  /** The piece, which is kept from now on. */
  String keep(String piece) {
    kept += piece.length();
    if (kept > MOST_CHARS) {
      throw new UpstreamFailed(
          new Refusal(
              502,
              Refusal.Kind.TRANSIENT,
              "The answer is longer than %d characters.".formatted(MOST_CHARS),
              "api_error",
              "answer_too_long",
              null,
              null));
    }
    return piece;
  }
}
