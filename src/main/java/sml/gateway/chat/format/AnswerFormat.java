package sml.gateway.chat.format;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ErrorEnvelope;

/**
 * How the answer to one request is written for its client. Each request that a protocol other than
 * OpenAI's chat completions brought in has one of its own.
 */
public interface AnswerFormat {

  /** Headers that every reply carries beside the usual ones. */
  Map<String, String> headers();

  /** The body of a complete answer. */
  byte[] whole(Answer.Whole answer);

  /** The events of a streaming answer, from its first one on. */
  AnswerEvents events();

  /** What a stream that waits gets from time to time; may come before its first event. */
  byte[] keepAlive();

  /** The body of an error that is sent with this status. */
  byte[] error(int status, ErrorEnvelope error);

  /** What happened to the request before it was admitted, for the trace; null when nothing did. */
  @Nullable String note();
}
