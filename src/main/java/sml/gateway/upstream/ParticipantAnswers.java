package sml.gateway.upstream;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;

/**
 * Collects the answers of the participants of a consensus as a list; one that failed adds nothing.
 */
@Component("participantAnswers")
final class ParticipantAnswers implements AggregationStrategy {

  @Override
  public Exchange aggregate(@Nullable Exchange before, Exchange branch) {
    // an exchange of its own: the variables of a participant must not reach those of the request
    Exchange joined = before == null ? new DefaultExchange(branch.getContext()) : before;
    List<Answer> answers = new ArrayList<>();
    if (before != null) {
      before.getMessage().getBody(List.class).forEach(one -> answers.add((Answer) one));
    }
    if (branch.getException() == null && branch.getVariable("answer") instanceof Answer answer) {
      answers.add(answer);
    }
    joined.getMessage().setBody(answers);
    return joined;
  }
}
