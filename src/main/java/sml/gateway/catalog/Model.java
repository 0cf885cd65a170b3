package sml.gateway.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A model a provider lists, with what its metadata or name says.
 *
 * @param contextLength tokens, 0 while unknown
 * @param maxOutputTokens tokens, 0 while unknown
 * @param tools it can call tools; null while unknown
 * @param vision it can see images; null while unknown
 * @param json it can be made to answer in JSON; null while unknown
 * @param reasoning it thinks before it answers
 * @param thai its name says that it was made for Thai; false does not mean that it cannot write
 *     Thai
 * @param chat it answers chat requests (no embedding, audio, image or guard model)
 * @param tier {@code large} from 128,000 tokens of context, {@code medium} from 32,000, else {@code
 *     small}
 */
public record Model(
    sml.gateway.chat.ModelRef ref,
    String name,
    int contextLength,
    int maxOutputTokens,
    @Nullable Boolean tools,
    @Nullable Boolean vision,
    @Nullable Boolean json,
    boolean reasoning,
    boolean thai,
    boolean chat,
    String tier,
    Instant firstSeen) {

  /** What it is for, as far as its id says. */
  public Kind kind() {
    return chat ? Kind.CHAT : KindWords.of(ref.model());
  }

  /** What a model is for: the endpoints that may ask it. */
  public enum Kind {
    CHAT,
    EMBEDDING,
    RERANK,
    /** Text into speech. */
    SPEECH,
    /** Speech into text. */
    TRANSCRIPTION,
    /** Text into images. */
    IMAGE,
    MODERATION,
    OTHER
  }
}
