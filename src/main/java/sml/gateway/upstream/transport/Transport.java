package sml.gateway.upstream.transport;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import sml.gateway.network.PublicHostResolver;
import sml.gateway.network.RedirectTarget;
import sml.gateway.network.UrlRule;

/**
 * The pooled HTTP client of the upstream calls (docs/decisions/003). Blocking, for virtual threads;
 * a call is ended from outside by {@link HttpPost#cancel()}, which closes its connection.
 */
@Component
public final class Transport implements DisposableBean {
  private static final ContentType JSON = ContentType.APPLICATION_JSON;

  /** Bytes; events are read through larger buffers, so this is what an idle connection keeps. */
  private static final int BUFFER = 1024;

  /** Bytes of the body of a redirect that are read to keep the connection. */
  private static final int MOST_DROPPED = 4 * 1024;

  /** From one warm-up to the next; one that the provider closed sooner is replaced unnoticed. */
  private static final TimeValue IDLE = TimeValue.ofSeconds(130);

  private final Pool open;
  private final Pool guarded;
  private final Duration resend;

  /** A client with its pool of connections. */
  private record Pool(PoolingHttpClientConnectionManager pool, CloseableHttpClient client) {}

  /** A POST that may only go to a public address. */
  private static final class GuardedPost extends HttpPost {
    GuardedPost(URI url) {
      super(url);
    }
  }

  Transport(UpstreamSettings settings, PublicHostResolver publicHosts, MeterRegistry registry) {
    resend = settings.resend();
    open = pooled(settings, SystemDefaultDnsResolver.INSTANCE);
    guarded = pooled(settings, publicHosts);
    Gauge.builder("sml.upstream.connections.leased", this, Transport::leased)
        .description("Connections to providers that carry a call right now")
        .register(registry);
  }

  private int leased() {
    return open.pool().getTotalStats().getLeased() + guarded.pool().getTotalStats().getLeased();
  }

  private static Pool pooled(UpstreamSettings settings, DnsResolver hosts) {
    var pool = pool(settings, hosts);
    return new Pool(pool, client(pool, Timeout.of(settings.connect())));
  }

  private static PoolingHttpClientConnectionManager pool(
      UpstreamSettings settings, DnsResolver hosts) {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(hosts)
        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
        .setMaxConnPerRoute(settings.connections())
        .setMaxConnTotal(settings.connections() * 4)
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(Http1Config.custom().setBufferSize(BUFFER).build())
                .build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(Timeout.of(settings.connect()))
                .setSocketTimeout(Timeout.DISABLED)
                .setTimeToLive(TimeValue.ofMinutes(10))
                .setValidateAfterInactivity(TimeValue.ofSeconds(2))
                .build())
        .build();
  }

  /** Plain exchange of bytes: retries, redirects, cookies and limits are ours to decide. */
  private static CloseableHttpClient client(
      PoolingHttpClientConnectionManager pool, Timeout timeout) {
    return HttpClients.custom()
        .setConnectionManager(pool)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setConnectionRequestTimeout(timeout)
                .setResponseTimeout(Timeout.DISABLED)
                .setRedirectsEnabled(false)
                .setAuthenticationEnabled(false)
                .build())
        .disableAutomaticRetries()
        .disableRedirectHandling()
        .disableAuthCaching()
        .disableCookieManagement()
        .disableContentCompression()
        .disableDefaultUserAgent()
        .evictExpiredConnections()
        .evictIdleConnections(IDLE)
        .build();
  }

  /**
   * A POST that is not sent yet, so that it can be cancelled from the start.
   *
   * @param isGuarded it may only go to a public address
   */
  public HttpPost prepare(URI url, Map<String, String> headers, byte[] body, boolean isGuarded) {
    String problem = isGuarded ? UrlRule.problem(url.toString()) : null;
    if (problem != null) {
      throw new IllegalArgumentException("refused: " + problem);
    }
    HttpPost post = isGuarded ? new GuardedPost(url) : new HttpPost(url);
    headers.forEach(post::setHeader);
    post.setEntity(new ByteArrayEntity(body, JSON));
    return post;
  }

  /**
   * Sends the request and returns once the head of the response is there; closing the response
   * before its end closes the connection. Redirects at the same place are followed.
   *
   * @throws RedirectTarget.Refused when it leads anywhere else
   */
  public ClassicHttpResponse send(HttpPost post) throws IOException {
    for (int followed = 0; ; followed++) {
      ClassicHttpResponse head = sendOnce(post);
      URI next;
      try {
        Header location = head.getFirstHeader("location");
        String where = location == null ? null : location.getValue();
        next = RedirectTarget.next(url(post), head.getCode(), where, followed);
        if (next == null) {
          return head;
        }
        drop(head);
      } catch (IOException | RuntimeException failed) {
        head.close();
        throw failed;
      }
      post.setUri(next);
    }
  }

  private static URI url(HttpPost post) throws IOException {
    try {
      return post.getUri();
    } catch (URISyntaxException impossible) {
      throw new IOException(impossible);
    }
  }

  /** Closes an unused answer; its connection is kept if that costs little. */
  private static void drop(ClassicHttpResponse answer) throws IOException {
    if (answer.getEntity() != null) {
      answer.getEntity().getContent().readNBytes(MOST_DROPPED);
    }
    answer.close();
  }

  /**
   * A pooled connection that the server had closed meanwhile is replaced silently, once for each
   * that dies at once and before the first byte: one that dies later may have taken the request,
   * which is never sent twice.
   */
  private ClassicHttpResponse sendOnce(HttpPost post) throws IOException {
    Pool chosen = post instanceof GuardedPost ? guarded : open;
    HttpHost target = new HttpHost(post.getScheme(), post.getAuthority().getHostName(), port(post));
    for (int tries = 0; ; tries++) {
      HttpClientContext context = HttpClientContext.create();
      long sent = System.nanoTime();
      try {
        return chosen.client().executeOpen(target, post, context);
      } catch (NoHttpResponseException | java.net.SocketException broken) {
        boolean late = System.nanoTime() - sent > resend.toNanos();
        if (tries == 2 || late || post.isCancelled() || !wasReused(context)) {
          throw broken;
        }
        if (tries == 1) {
          chosen.pool().closeIdle(TimeValue.ZERO_MILLISECONDS);
        }
      }
    }
  }

  /**
   * Opens a connection for the next request to this address unless one is open; sends no request.
   */
  void open(URI url, boolean isGuarded, Duration timeout) throws IOException {
    String problem = isGuarded ? UrlRule.problem(url.toString()) : null;
    if (problem != null) {
      throw new IOException("refused: " + problem);
    }
    boolean secure = "https".equalsIgnoreCase(url.getScheme());
    int port = url.getPort() != -1 ? url.getPort() : secure ? 443 : 80;
    HttpRoute route =
        new HttpRoute(new HttpHost(url.getScheme(), url.getHost(), port), null, secure);
    PoolingHttpClientConnectionManager pool = (isGuarded ? guarded : open).pool();
    Timeout time = Timeout.of(timeout);
    ConnectionEndpoint connection;
    try {
      connection = pool.lease("warm-up", route, null).get(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(e);
    }
    boolean stands = false;
    try {
      if (!connection.isConnected()) {
        pool.connect(connection, time, HttpClientContext.create());
      }
      stands = true;
    } finally {
      if (!stands) {
        connection.close(CloseMode.IMMEDIATE);
      }
      pool.release(connection, null, stands ? IDLE : TimeValue.ZERO_MILLISECONDS);
    }
  }

  private static int port(HttpPost post) {
    return post.getAuthority().getPort();
  }

  /** A connection that carried a request before: its breaking says nothing about this one. */
  private static boolean wasReused(HttpClientContext context) {
    var endpoint = context.getEndpointDetails();
    return endpoint != null && endpoint.getRequestCount() > 1;
  }

  @Override
  public void destroy() throws IOException {
    open.client().close();
    guarded.client().close();
  }
}
