package sml.gateway.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyOptions;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** Forwards listed prefixes to the servlet container, which no other client can reach. */
final class ServletForwarder {
  /** Request header that carries the secret of this process. */
  static final String PASS = "x-sml-front-pass";

  private static final List<String> FORWARDED =
      List.of(
          "forwarded",
          "x-forwarded-for",
          "x-forwarded-host",
          "x-forwarded-proto",
          "x-forwarded-port",
          "x-forwarded-prefix",
          "x-forwarded-ssl",
          "x-real-ip",
          PASS);

  private static final int CALLS = 32;
  private static final int WAITING = 256;
  private static final Pattern ENCODED_SEPARATOR = Pattern.compile("(?i)%(2f|5c|25)");

  private final List<String> prefixes;
  private final HttpClient client;
  private final String pass = newPass();
  private volatile int port;

  public ServletForwarder(Vertx vertx, List<String> prefixes) {
    this.prefixes = List.copyOf(prefixes);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setMaxPoolSize(CALLS).setMaxWaitQueueSize(WAITING));
  }

  /** Records where the container listens. */
  @EventListener
  public void found(ServletWebServerInitializedEvent event) {
    if (event.getApplicationContext().getServerNamespace() == null) {
      port = event.getWebServer().getPort();
    }
  }

  /** Sets where the container listens. */
  void at(int containerPort) {
    port = containerPort;
  }

  /** True when the container answers this path. */
  public boolean covers(String path) {
    return prefixes.stream()
        .anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
  }

  /** True when the container might read the target differently than the safety rules do. */
  public static boolean isAmbiguous(String target, String path) {
    int query = target.indexOf('?');
    String raw = query < 0 ? target : target.substring(0, query);
    return !raw.startsWith("/")
        || raw.indexOf('#') >= 0
        || ENCODED_SEPARATOR.matcher(raw).find()
        || path.contains("//")
        || path.indexOf(';') >= 0
        || path.indexOf('\\') >= 0;
  }

  /** True once the container is up. */
  public boolean ready() {
    return port > 0;
  }

  /** Forwards the request with this body; {@code headers} are added to the answer. */
  public void forward(HttpServerRequest request, byte[] body, Map<String, String> headers) {
    request.response().headers().setAll(headers);
    // a WebSocket tunnel would bypass the secret header; no page needs one
    HttpProxy.reverseProxy(new ProxyOptions().setSupportWebSocket(false), client)
        .originSelector(
            asked -> Future.succeededFuture(SocketAddress.inetSocketAddress(port, "127.0.0.1")))
        .addInterceptor(new Stamp(Body.body(Buffer.buffer(body))))
        .handle(request);
  }

  boolean isPass(@Nullable String shown) {
    return shown != null
        && MessageDigest.isEqual(
            pass.getBytes(StandardCharsets.US_ASCII), shown.getBytes(StandardCharsets.US_ASCII));
  }

  private static String newPass() {
    var bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /** Replaces the forwarding headers of the client and adds its body. */
  private final class Stamp implements ProxyInterceptor {
    private final Body body;

    Stamp(Body body) {
      this.body = body;
    }

    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      ProxyRequest request = context.request();
      FORWARDED.forEach(request.headers()::remove);
      HttpServerRequest original = request.proxiedRequest();
      request.putHeader("x-forwarded-for", original.remoteAddress().hostAddress());
      request.putHeader("x-forwarded-host", original.getHeader("host"));
      request.putHeader("x-forwarded-proto", "http");
      request.putHeader(PASS, pass);
      request.setBody(body);
      return context.sendRequest();
    }
  }
}
