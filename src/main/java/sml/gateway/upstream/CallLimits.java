package sml.gateway.upstream;

import java.time.Duration;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.chat.Turn;

/**
 * How long one call may take.
 *
 * @param head until the head of the answer, or the first content of a stream
 * @param total until the end of the answer
 * @param body from the head of a whole answer to the first byte of its body
 */
record CallLimits(Watch.Limit head, Watch.Limit total, Watch.Limit body) {

  static CallLimits of(Asker.Question question, Provider provider, UpstreamSettings settings) {
    Turn turn = question.turn();
    boolean patient = provider.local() || question.patient();
    Watch.Limit client = new Watch.Limit(Phase.CLIENT, turn.patienceLeft());
    Watch.Limit content =
        new Watch.Limit(
            Phase.FIRST_CONTENT,
            patient
                ? longer(settings.firstContent(), settings.lastFirstContent())
                : settings.firstContent());
    if (turn.profile().stream()) {
      return new CallLimits(
          sooner(content, client), new Watch.Limit(Phase.TOTAL, settings.wholeStream()), content);
    }
    if (question.only()) {
      return new CallLimits(client, client, client);
    }
    Duration whole = settings.wholeAnswer();
    Watch.Limit total =
        sooner(
            new Watch.Limit(
                Phase.TOTAL, patient ? longer(whole, settings.lastFirstContent()) : whole),
            client);
    return new CallLimits(total, total, content);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static Watch.Limit sooner(Watch.Limit limit, Watch.Limit client) {
    return client.time().compareTo(limit.time()) < 0 ? client : limit;
  }
}
