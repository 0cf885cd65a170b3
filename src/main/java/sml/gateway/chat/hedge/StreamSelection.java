package sml.gateway.chat.hedge;

import java.util.function.Predicate;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;

/** Decides which models are asked for a stream when they take part in a hedge. */
public interface StreamSelection {

  /**
   * The models of which this request asks a stream: all when its client wants one, else those whose
   * stream can be joined to the whole answer it wants.
   */
  Predicate<ModelRef> of(ChatRequest request);
}
