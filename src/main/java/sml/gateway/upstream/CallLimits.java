package sml.gateway.upstream;

import java.time.Duration;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.chat.Turn;

/**
 * How long one call may take.
 *
 * @param head until the head of the answer, or the first content of a stream, joined or not
 * @param total until the end of the answer
 * @param body from the head of a whole answer to the first byte of its body
 */
record CallLimits(Watch.Limit head, Watch.Limit total, Watch.Limit body) {

  static CallLimits of(
      Asker.Question question, boolean streamed, Provider provider, UpstreamSettings settings) {
    Turn turn = question.turn();
    boolean patient = provider.local() || question.patient();
    Duration clientWaits = turn.patienceLeft();
    if (turn.profile().stream()) {
      return stream(patient, clientWaits, settings);
    }
    CallLimits whole = whole(patient, question.only(), clientWaits, settings);
    return streamed
        ? new CallLimits(stream(patient, clientWaits, settings).head(), whole.total(), whole.body())
        : whole;
  }

  /**
   * The limits of a stream.
   *
   * @param patient no other model could be asked
   */
  static CallLimits stream(boolean patient, Duration clientWaits, UpstreamSettings settings) {
    Watch.Limit content = content(patient, settings);
    return new CallLimits(
        sooner(content, client(clientWaits)),
        new Watch.Limit(Phase.TOTAL, settings.wholeStream()),
        content);
  }

  /**
   * The limits of an answer without a stream.
   *
   * @param only the client named this model and no other: it alone says how long that may take
   */
  static CallLimits whole(
      boolean patient, boolean only, Duration clientWaits, UpstreamSettings settings) {
    Watch.Limit client = client(clientWaits);
    if (only) {
      return new CallLimits(client, client, client);
    }
    Duration whole = settings.wholeAnswer();
    Duration longest = patient ? longer(whole, settings.lastFirstContent()) : whole;
    Watch.Limit total = sooner(new Watch.Limit(Phase.TOTAL, longest), client);
    return new CallLimits(total, total, content(patient, settings));
  }

  private static Watch.Limit client(Duration waits) {
    return new Watch.Limit(Phase.CLIENT, waits);
  }

  private static Watch.Limit content(boolean patient, UpstreamSettings settings) {
    Duration first = settings.firstContent();
    return new Watch.Limit(
        Phase.FIRST_CONTENT, patient ? longer(first, settings.lastFirstContent()) : first);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static Watch.Limit sooner(Watch.Limit limit, Watch.Limit client) {
    return client.time().compareTo(limit.time()) < 0 ? client : limit;
  }
}
