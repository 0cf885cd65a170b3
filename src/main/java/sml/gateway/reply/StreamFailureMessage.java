package sml.gateway.reply;

import sml.gateway.chat.Attempt;
import sml.gateway.chat.Refusal;

/** Reports to a client why its stream broke off. */
final class StreamFailureMessage {
  private StreamFailureMessage() {}

  static Refusal of(Attempt attempt) {
    String who = attempt.candidate().ref().id();
    String what =
        switch (attempt) {
          case Attempt.Refused refused -> "reported an error: " + refused.refusal().message();
          case Attempt.TimedOut silent -> silent.what();
          case Attempt.Broken broken -> "broke off its answer: " + broken.what();
          case Attempt.Cancelled cancelled -> "was cancelled: " + cancelled.why();
          case Attempt.NotAsked shut -> "was not asked: " + shut.why();
          case Attempt.Answered answered -> "ended too early";
        };
    return new Refusal(
        502,
        Refusal.Kind.TRANSIENT,
        who + " " + what,
        "api_error",
        "upstream_broke_off",
        null,
        null);
  }
}
