package sml.gateway.school.records;

import java.time.Instant;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;

/**
 * The result of a model in one category on one occasion.
 *
 * @param exam an attempt at a whole paper; else a tie break, which says nothing of the paper's mix
 * @param right how many of the answers were
 */
public record ExamOutcome(
    ModelRef ref, Category category, boolean exam, Instant at, int right, int answers) {}
