package sml.gateway.reply;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Variable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ChatRequest;
import sml.gateway.network.ClientConnection;

/**
 * Keeps streaming clients from timing out: one that has received nothing for ten seconds gets what
 * its protocol has for this, as a comment that every SSE parser skips. The first one sends the
 * head, so from then on errors are sent in-band. One timer looks after all clients.
 */
@Component("keepAlive")
final class KeepAlive implements DisposableBean {
  private static final Map<String, String> HEAD = ResponseHeaders.stream();

  private final Duration silence;
  private final Map<ClientConnection, byte[]> waiting = new ConcurrentHashMap<>();
  private final ScheduledThreadPoolExecutor timer;

  KeepAlive(StreamSettings settings) {
    this.silence = settings.keepAlive();
    this.timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("keep-alive").daemon().factory());
    long period = Math.max(20, silence.toMillis() / 10);
    timer.scheduleWithFixedDelay(this::look, period, period, TimeUnit.MILLISECONDS);
  }

  /** Watches the client of a streaming request until {@link #release}. */
  public void watch(@Variable("request") ChatRequest request) {
    if (request.profile().stream()) {
      waiting.put(request.call().client(), request.format().keepAlive());
    }
  }

  /** The reply is complete; nothing may be written after it. */
  void release(ClientConnection client) {
    waiting.remove(client);
  }

  private void look() {
    long now = System.nanoTime();
    waiting.forEach(
        (client, event) -> {
          if (client.disconnected().fired()) {
            waiting.remove(client);
          } else if (now - client.lastWriteNanos() >= silence.toNanos()) {
            client.begin(HEAD);
            client.nudge(event);
          }
        });
  }

  @Override
  public void destroy() {
    timer.shutdownNow();
  }
}
