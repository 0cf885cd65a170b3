package sml.gateway.http.pages;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.httpproxy.HttpProxy;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyRequest;
import io.vertx.httpproxy.ProxyResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.context.ServletWebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** Forwards listed prefixes to the servlet container, which nobody else can talk to. */
public final class Pages {
  /** Request header that carries the pass of this process. */
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

  private final List<String> prefixes;
  private final HttpProxy proxy;
  private final String pass = newPass();
  private volatile int port;

  public Pages(Vertx vertx, List<String> prefixes) {
    this.prefixes = List.copyOf(prefixes);
    this.proxy = HttpProxy.reverseProxy(vertx.createHttpClient());
    proxy.originSelector(
        request -> Future.succeededFuture(SocketAddress.inetSocketAddress(port, "127.0.0.1")));
    proxy.addInterceptor(new Stamp());
  }

  /** Takes note of where the container listens. */
  @EventListener
  public void found(ServletWebServerInitializedEvent event) {
    if (event.getApplicationContext().getServerNamespace() == null) {
      port = event.getWebServer().getPort();
    }
  }

  /** Tells where the container listens. */
  void at(int containerPort) {
    port = containerPort;
  }

  /** True when the container answers this path. */
  public boolean covers(String path) {
    return prefixes.stream()
        .anyMatch(prefix -> path.equals(prefix) || path.startsWith(prefix + "/"));
  }

  /** True when the container might read the path differently than the safety rules do. */
  public static boolean isAmbiguous(String path) {
    return path.contains("//") || path.indexOf(';') >= 0 || path.indexOf('\\') >= 0;
  }

  /** True once the container is up. */
  public boolean ready() {
    return port > 0;
  }

  /** Forwards the request; {@code headers} are added to the answer. */
  public void forward(HttpServerRequest request, Map<String, String> headers) {
    request.response().headers().setAll(headers);
    proxy.handle(request);
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

  /** Replaces whatever the client claims about itself. */
  private final class Stamp implements ProxyInterceptor {
    @Override
    public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
      ProxyRequest request = context.request();
      FORWARDED.forEach(request.headers()::remove);
      HttpServerRequest original = request.proxiedRequest();
      request.putHeader("x-forwarded-for", original.remoteAddress().hostAddress());
      request.putHeader("x-forwarded-host", original.getHeader("host"));
      request.putHeader("x-forwarded-proto", "http");
      request.putHeader(PASS, pass);
      return context.sendRequest();
    }
  }
}
