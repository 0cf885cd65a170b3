package sml.gateway.upstream;

import java.time.Clock;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.RefusedFields;
import sml.gateway.upstream.AttemptRunner.AttemptRequest;
import sml.gateway.upstream.transport.LargeAnswers;
import sml.gateway.upstream.transport.Transport;
import sml.gateway.upstream.transport.UpstreamSettings;

/** Creates upstream calls with the objects all of them share, such as the timer of their limits. */
@Component
final class CallFactory implements DisposableBean {
  private final CallTools tools;

  /** What every call needs; the same for all of them. */
  record CallTools(
      Transport transport,
      UpstreamSettings settings,
      AdmissionGate gate,
      ApplicationEventPublisher events,
      ScheduledThreadPoolExecutor timer,
      ReasoningFormats reasoning,
      ToolCallIds callIds,
      LargeAnswers large,
      RefusedFields refusedFields,
      Clock clock) {}

  CallFactory(
      Transport transport,
      UpstreamSettings settings,
      AdmissionGate admissionGate,
      ApplicationEventPublisher events,
      ReasoningFormats reasoning,
      ToolCallIds toolCallIds,
      LargeAnswers large,
      RefusedFields refusedFields,
      Clock clock) {
    var timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("upstream-watch").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    this.tools =
        new CallTools(
            transport,
            settings,
            admissionGate,
            events,
            timer,
            reasoning,
            toolCallIds,
            large,
            refusedFields,
            clock);
  }

  /** A call that is ready to run; {@code release} returns the permit of the key. */
  UpstreamCall call(
      AttemptRequest question,
      Provider provider,
      ApiKey key,
      RequestFactory.Prepared request,
      Runnable release) {
    return new UpstreamCall(question, provider, key, request, release, tools);
  }

  @Override
  public void destroy() {
    tools.timer().shutdownNow();
  }
}
