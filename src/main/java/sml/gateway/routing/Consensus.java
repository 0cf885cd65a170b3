package sml.gateway.routing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.camel.Body;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.PlanStep.ConsensusResult;
import sml.gateway.json.RawObject;

/** Builds the request of each participant of a consensus and compares the answers. */
@Component("consensus")
final class Consensus {

  /**
   * The question of one participant.
   *
   * @param request the client's, but for a whole answer: half an answer cannot be compared
   */
  public record Participant(ChatRequest request, Plan plan) {}

  private record Vote(Answer.Whole answer, String text, double similarity) {}

  /** One question for each participant; attempts are recorded in the plan of the request. */
  public List<Participant> participants(
      @Variable("request") ChatRequest request, @Variable("plan") Plan plan) {
    if (!(plan.next() instanceof PlanStep.Consensus(var hedges))) {
      throw new IllegalStateException("the plan has no consensus to find");
    }
    ChatRequest whole = request.whole();
    return hedges.stream()
        .map(hedge -> new Participant(whole, plan.then(new PlanStep.Hedged(hedge))))
        .toList();
  }

  /** The plan that is settled by the answer that agrees most with the others, if any came. */
  public Plan agree(@Variable("plan") Plan plan, @Body List<Answer> answers) {
    List<Answer.Whole> all =
        answers.stream()
            .flatMap(
                answer -> answer instanceof Answer.Whole whole ? Stream.of(whole) : Stream.empty())
            .toList();
    if (all.isEmpty()) {
      return plan.then(PlanStep.Settled.NOTHING);
    }
    List<String> texts = all.stream().map(Consensus::comparableText).toList();
    List<Vote> votes =
        Stream.iterate(0, i -> i < all.size(), i -> i + 1)
            .map(i -> new Vote(all.get(i), texts.get(i), similarity(texts, i)))
            .toList();
    Vote taken =
        votes.stream()
            .max(
                Comparator.comparingDouble(Vote::similarity)
                    .thenComparingDouble(vote -> vote.answer.candidate().value().total()))
            .orElseThrow();
    var consensusResult = new ConsensusResult(participants(all, taken.answer), taken.similarity);
    return plan.then(new PlanStep.Agreed(answered(plan, taken.answer), consensusResult))
        .noting(
            String.format(
                Locale.ROOT,
                "the answer of %s agrees %.2f with %d others",
                taken.answer.candidate().ref(),
                taken.similarity,
                all.size() - 1));
  }

  private static double similarity(List<String> texts, int nth) {
    double sum = 0;
    for (int i = 0; i < texts.size(); i++) {
      sum += i == nth ? 0 : AnswerSimilarity.of(texts.get(nth), texts.get(i));
    }
    return texts.size() == 1 ? 0 : sum / (texts.size() - 1);
  }

  private static List<ModelRef> participants(List<Answer.Whole> all, Answer.Whole taken) {
    return Stream.concat(Stream.of(taken), all.stream().filter(one -> one != taken))
        .map(answer -> answer.candidate().ref())
        .toList();
  }

  private static Attempt.Answered answered(Plan plan, Answer answer) {
    return plan.attempts().stream()
        .filter(attempt -> attempt.candidate().equals(answer.candidate()))
        .filter(Attempt.Answered.class::isInstance)
        .map(Attempt.Answered.class::cast)
        .findFirst()
        .orElseThrow();
  }

  /** Its text, or its tool calls when it has none. */
  private static String comparableText(Answer.Whole answer) {
    if (!answer.text().isBlank()) {
      return answer.text();
    }
    try {
      JsonNode message =
          RawObject.EXACT.readTree(answer.json()).path("choices").path(0).path("message");
      StringBuilder calls = new StringBuilder();
      for (JsonNode call : message.path("tool_calls")) {
        JsonNode function = call.path("function");
        calls
            .append(function.path("name").asText())
            .append(' ')
            .append(function.path("arguments").asText())
            .append('\n');
      }
      return calls.toString();
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }
}
