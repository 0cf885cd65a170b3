package sml.gateway.cache;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.ChunkStream.Chunk;

/** Joins the chunks of a stream; the room that reads providers knows how. */
@FunctionalInterface
public interface AnswerConverter {

  /** The whole answer that these chunks make up, null when they make none. */
  Answer.@Nullable Whole whole(Candidate candidate, List<Chunk> chunks);
}
