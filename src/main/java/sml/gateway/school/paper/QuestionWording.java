package sml.gateway.school.paper;

/**
 * Another wording of an open question, as an attempt keeps it.
 *
 * @param variant id of its row in {@code question_variants}
 * @param prompt with the places {@code {{fact}}} of the question
 */
public record QuestionWording(long variant, String prompt) {}
