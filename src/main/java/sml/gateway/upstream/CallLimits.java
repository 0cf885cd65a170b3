package sml.gateway.upstream;

import java.time.Duration;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.Attempt.Phase;
import sml.gateway.chat.ChatRequest;
import sml.gateway.upstream.AttemptRunner.AttemptRequest;
import sml.gateway.upstream.transport.SilenceWatch;
import sml.gateway.upstream.transport.UpstreamSettings;

/**
 * How long one call may take.
 *
 * @param head until the head of the answer, or the first content of a stream, joined or not
 * @param total until the end of the answer
 * @param body from the head of a whole answer to the first byte of its body
 */
record CallLimits(SilenceWatch.Limit head, SilenceWatch.Limit total, SilenceWatch.Limit body) {

  static CallLimits of(
      AttemptRequest question, boolean streamed, Provider provider, UpstreamSettings settings) {
    ChatRequest request = question.request();
    boolean patient = provider.local() || question.patient();
    Duration clientWaits = request.timeLeft();
    if (request.profile().stream()) {
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
    SilenceWatch.Limit content = content(patient, settings);
    return new CallLimits(
        sooner(content, client(clientWaits)),
        new SilenceWatch.Limit(Phase.TOTAL, settings.wholeStream()),
        content);
  }

  /**
   * The limits of an answer without a stream.
   *
   * @param only the client named this model and no other: it alone says how long that may take
   */
  static CallLimits whole(
      boolean patient, boolean only, Duration clientWaits, UpstreamSettings settings) {
    SilenceWatch.Limit client = client(clientWaits);
    if (only) {
      return new CallLimits(client, client, client);
    }
    Duration whole = settings.wholeAnswer();
    Duration longest = patient ? longer(whole, settings.lastFirstContent()) : whole;
    SilenceWatch.Limit total = sooner(new SilenceWatch.Limit(Phase.TOTAL, longest), client);
    return new CallLimits(total, total, content(patient, settings));
  }

  private static SilenceWatch.Limit client(Duration waits) {
    return new SilenceWatch.Limit(Phase.CLIENT, waits);
  }

  private static SilenceWatch.Limit content(boolean patient, UpstreamSettings settings) {
    Duration first = settings.firstContent();
    return new SilenceWatch.Limit(
        Phase.FIRST_CONTENT, patient ? longer(first, settings.lastFirstContent()) : first);
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? other : one;
  }

  private static SilenceWatch.Limit sooner(SilenceWatch.Limit limit, SilenceWatch.Limit client) {
    return client.time().compareTo(limit.time()) < 0 ? client : limit;
  }
}
