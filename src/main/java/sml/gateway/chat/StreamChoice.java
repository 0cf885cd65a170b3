package sml.gateway.chat;

import java.util.function.Predicate;

/** Decides which models are asked for a stream when they take part in a hedge. */
public interface StreamChoice {

  /**
   * The models of which this request asks a stream: all when its client wants one, else those whose
   * stream can be joined to the whole answer it wants.
   */
  Predicate<ModelRef> of(Turn turn);
}
