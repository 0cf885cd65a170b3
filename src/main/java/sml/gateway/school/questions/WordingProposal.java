package sml.gateway.school.questions;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Optional;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.school.paper.ProctorTask;

/** Asks a proctor for a new wording of a question, and reads it. */
final class WordingProposal {
  // temperature 0 would give the same wording every time
  private static final double TEMPERATURE = 0.9;
  private static final int MOST_SHOWN = 8;

  private static final String ROLE =
      """
      You are an exam proctor who sets questions. Put the open question you are shown into new \
      words, so that nobody can know it by heart. The new question must demand the same work at \
      the same difficulty, so that its answers can be marked by the same rubric.
      - Write in the language of the question.
      - Names in double braces are places where facts are filled in. Keep each of them exactly as \
      it stands, once, and add no other.
      - Keep every number of the question, in digits, and add no other. Keep every quoted word.
      - Use other words, another order and, if you like, another occasion. It must not resemble the \
      question or the wordings that exist already.
      - Speak to the examinee only. No links, nothing of marks, markers or the rubric, no hints.
      Reply with one JSON object and nothing else:
      {"prompt": "<the new question>"}
      """;
  private static final String CASE =
      """
      QUESTION
      %s

      RUBRIC
      %s

      WORDINGS THAT EXIST ALREADY
      %s

      Write the new question now.
      """;

  private WordingProposal() {}

  /**
   * The request.
   *
   * @param others wordings that exist already, newest first
   */
  static byte[] body(OpenQuestion base, Collection<String> others, int maxTokens) {
    String listed = others.stream().limit(MOST_SHOWN).map(one -> "- " + one).collect(joining("\n"));
    String shown = listed.isEmpty() ? "none" : listed;
    return new ProctorTask(ROLE, CASE.formatted(base.prompt(), base.rubric(), shown))
        .body(TEMPERATURE, maxTokens);
  }

  /** The wording; empty when the reply does not have the requested form. */
  static Optional<String> read(ExamReply reply) {
    return reply
        .object()
        .filter(json -> json.size() == 1)
        .map(json -> json.path("prompt"))
        .filter(JsonNode::isTextual)
        .map(prompt -> prompt.textValue().replace("\r\n", "\n").strip())
        .filter(prompt -> !prompt.isEmpty());
  }
}
