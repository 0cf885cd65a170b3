package sml.gateway.upstream;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.Provider;
import sml.gateway.chat.Gate;
import sml.gateway.upstream.dialect.Dialect;
import sml.gateway.upstream.dialect.Dialects;
import sml.gateway.upstream.dialect.RequestShaper;
import sml.gateway.upstream.dialect.Target;

/** Prepares upstream calls: URL, key, headers and body as the provider wants them. */
@Component
final class CallFactory implements DisposableBean {
  private final Transport transport;
  private final RequestShaper shaper;
  private final Dialects dialects;
  private final CallTools tools;
  private final ScheduledThreadPoolExecutor timer;

  /** What every call needs; the same for all of them. */
  record CallTools(
      Transport transport,
      UpstreamSettings settings,
      Gate gate,
      ApplicationEventPublisher events,
      ScheduledThreadPoolExecutor timer,
      Clock clock) {}

  CallFactory(
      Transport transport,
      RequestShaper shaper,
      Dialects dialects,
      UpstreamSettings settings,
      Gate gate,
      ApplicationEventPublisher events,
      Clock clock) {
    this.transport = transport;
    this.shaper = shaper;
    this.dialects = dialects;
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("upstream-watch").daemon().factory());
    timer.setRemoveOnCancelPolicy(true);
    this.tools = new CallTools(transport, settings, gate, events, timer, clock);
  }

  /** A call that is ready to run; {@code release} gives back the permit of the key. */
  UpstreamCall call(Asker.Question question, Provider provider, ApiKey key, Runnable release) {
    Dialect dialect = dialects.named(provider.dialect());
    String begun = dialect.continues() ? question.prefill() : null;
    boolean startsOver = question.startsOver() || (question.prefill() != null && begun == null);
    var target =
        new Target(
            question.candidate().ref().model(), dialect, question.turn().profile().stream(), 0);
    byte[] body = shaper.shape(question.turn().body(), target, begun);
    var post = transport.prepare(url(provider, key), headers(provider, key), body);
    return new UpstreamCall(question, provider, key, startsOver, post, release, tools);
  }

  private static URI url(Provider provider, ApiKey key) {
    URI url = provider.chatEndpoint();
    if (provider.auth().scheme() != Provider.Auth.Scheme.QUERY || key.secret().isEmpty()) {
      return url;
    }
    String parameter =
        provider.auth().name() + "=" + URLEncoder.encode(key.secret(), StandardCharsets.UTF_8);
    return URI.create(url + (url.getRawQuery() == null ? "?" : "&") + parameter);
  }

  private static Map<String, String> headers(Provider provider, ApiKey key) {
    Map<String, String> headers = new HashMap<>(provider.headers());
    headers.put("User-Agent", "SMLGateway");
    if (!key.secret().isEmpty()) {
      switch (provider.auth().scheme()) {
        case BEARER -> headers.put("Authorization", "Bearer " + key.secret());
        case HEADER -> headers.put(provider.auth().name(), key.secret());
        case QUERY, NONE -> {}
      }
    }
    return headers;
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
