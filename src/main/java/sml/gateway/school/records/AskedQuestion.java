package sml.gateway.school.records;

import sml.gateway.chat.Category;

/**
 * Which question of which attempt an answer is to; it never changes.
 *
 * @param level id of the lowest level that asks the question
 * @param question as it was put to the model
 * @param expected for people
 */
public record AskedQuestion(
    long attemptId,
    String questionId,
    String level,
    Category category,
    String question,
    String expected) {}
