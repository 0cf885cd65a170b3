package sml.gateway.chat;

import java.time.Duration;

/**
 * Asks one model one thing aside from any client's request. It goes through the same gate, key and
 * dialect as a client's request, so limits hold for both; what it teaches depends on its purpose.
 * Never throws: how it ended is in the attempt, whose answer is a whole one.
 */
public interface Sounding {

  /** Asks and waits for the end. */
  Attempt ask(Errand errand);

  /**
   * What is asked, of whom and why.
   *
   * @param body a chat request as a client would send it, without {@code stream}; its model is
   *     replaced
   * @param patience how long the whole answer may take
   */
  record Errand(ModelRef ref, byte[] body, Category category, Duration patience, Purpose purpose) {}

  /** Why a model is asked. */
  enum Purpose {
    EXAM,
    GRADING,
    HEALTH,
    PROBE,
    WARM_UP
  }
}
