package sml.gateway.modelhealth;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.chat.AnswerRejected;

/** Counts an answer that a user rejected as a failure of its model in that category. */
@Component
class RejectedAnswerListener {
  private final ModelHealthState state;

  RejectedAnswerListener(ModelHealthState state) {
    this.state = state;
  }

  @EventListener
  public void on(AnswerRejected rejected) {
    state.results().failed(rejected.ref(), rejected.category());
    state.changes().count(rejected.ref().provider());
  }
}
