package sml.gateway.upstream;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.AggregationStrategy;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;

/** Collects the answers of the seats of a consensus as a list; a seat that failed adds nothing. */
@Component("seatAnswers")
final class SeatAnswers implements AggregationStrategy {

  @Override
  public Exchange aggregate(@Nullable Exchange before, Exchange seat) {
    // an exchange of its own: the variables of a seat must not reach those of the request
    Exchange joined = before == null ? new DefaultExchange(seat.getContext()) : before;
    List<Answer> answers = new ArrayList<>();
    if (before != null) {
      before.getMessage().getBody(List.class).forEach(one -> answers.add((Answer) one));
    }
    if (seat.getException() == null && seat.getVariable("answer") instanceof Answer answer) {
      answers.add(answer);
    }
    joined.getMessage().setBody(answers);
    return joined;
  }
}
