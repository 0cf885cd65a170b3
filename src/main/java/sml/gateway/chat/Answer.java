package sml.gateway.chat;

import org.jspecify.annotations.Nullable;

/** What a model answered, in OpenAI's shape and already repaired. */
public sealed interface Answer {

  Candidate candidate();

  /**
   * A complete {@code chat.completion} object.
   *
   * @param usage null when the upstream did not count
   * @param text content of the first choice, empty when it has none
   */
  record Whole(
      Candidate candidate,
      byte[] json,
      @Nullable Usage usage,
      String text,
      @Nullable String finishReason)
      implements Answer {}

  /**
   * What a model made that is no chat: vectors, judgements, an image, speech or a transcript.
   *
   * @param contentType of the bytes, as the upstream named it
   * @param usage null when the upstream did not count
   */
  record Plain(Candidate candidate, byte[] bytes, String contentType, @Nullable Usage usage)
      implements Answer {}

  /**
   * A stream that stands at its first valid content.
   *
   * @param startsOver it continues a cut answer but begins anew; its reader skips what the client
   *     already has
   */
  record Streaming(Candidate candidate, ChunkStream chunks, boolean startsOver) implements Answer {}
}
