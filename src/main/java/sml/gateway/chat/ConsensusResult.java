package sml.gateway.chat;

import java.util.List;

/**
 * The result of asking several models the same question.
 *
 * @param participants those that answered, the one whose answer was taken first
 * @param similarity mean similarity of that answer with those of the others, 0 to 1
 */
public record ConsensusResult(List<ModelRef> participants, double similarity) {}
