package sml.gateway.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import sml.gateway.chat.Category;

/**
 * What an examinee would look up to cheat: the answers to exam questions that were asked lately. It
 * lets simulated models answer as well or as badly as they are meant to; no real model ever sees
 * it.
 */
public interface AnswerKey {

  /** The answers to a question, by the messages that put it; empty when it was not put lately. */
  Optional<Solution> solve(JsonNode messages);

  /** The mark an honest proctor would give, as JSON; empty when this is no grading request. */
  Optional<String> mark(JsonNode messages);

  /**
   * The answers to one question.
   *
   * @param thai it cannot be answered well without Thai
   * @param right a right answer
   * @param nearMiss an answer that is nearly right
   */
  record Solution(Category category, boolean thai, Said right, Said nearMiss) {}

  /** An answer: words, tool calls or both. */
  record Said(String text, List<Called> calls) {
    public Said {
      calls = List.copyOf(calls);
    }
  }

  /** A tool call with its arguments as JSON. */
  record Called(String name, String arguments) {}
}
