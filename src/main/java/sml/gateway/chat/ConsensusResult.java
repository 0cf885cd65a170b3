package sml.gateway.chat;

import java.util.List;

/**
 * What several models made of one question.
 *
 * @param participants those that answered, the one whose answer was taken first
 * @param similarity mean similarity of that answer with those of the others, 0 to 1
 */
public record ConsensusResult(List<ModelRef> participants, double similarity) {}
