package sml.gateway.chat;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A model that may be asked, with what ranking knew of it.
 *
 * @param named the client named this model itself, alone or in a chain
 * @param score value it was ranked by, higher first; the trace shows it
 * @param usualFirstContent time to first content as a rule, null while unknown
 * @param headroom share of its quota that is left, 0 to 1; 1 while unknown
 * @param why one line for the trace: how the score came about
 */
public record Candidate(
    ModelRef ref,
    boolean named,
    double score,
    @Nullable Duration usualFirstContent,
    double headroom,
    String why) {}
