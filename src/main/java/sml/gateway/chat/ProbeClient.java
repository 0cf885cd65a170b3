package sml.gateway.chat;

import java.time.Duration;

/**
 * Asks one model one thing apart from client requests. It goes through the same gate, key and
 * dialect as a client's request, so limits hold for both; what is learned from it depends on its
 * purpose. Never throws: how it ended is in the attempt, whose answer is a whole one.
 */
public interface ProbeClient {

  /** Asks and waits for the end. */
  Attempt ask(ProbeRequest probe);

  /**
   * A question to one model, with its purpose.
   *
   * @param body a chat request as a client would send it, without {@code stream}; its model is
   *     replaced
   * @param timeout how long the whole answer may take
   */
  record ProbeRequest(
      ModelRef ref, byte[] body, Category category, Duration timeout, Purpose purpose) {}

  /**
   * Why a model is asked. None of them shows in the request log or counts as live success of a
   * category, and all of them keep to cooldowns and breakers. What else is learned: an answer ends
   * a cooldown and closes a breaker, a failure counts for both exactly as a client's would, limits
   * and trouble with keys are learned.
   */
  enum Purpose {
    /** A question of an exam. */
    EXAM,
    /** Work of a proctor: an answer to be marked, a variant of a question to be set or judged. */
    GRADING,
    /** A tiny question to check whether the model answers; its time to first content counts. */
    HEALTH,
    /**
     * A question about an ability: a failure that is no limit says nothing of the model's health.
     */
    PROBE,
    /** A tiny question to keep the model warm; its time to first content counts. */
    WARM_UP
  }
}
