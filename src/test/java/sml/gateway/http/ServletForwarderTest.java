package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Vertx;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServletForwarderTest {
  private final Vertx vertx = Vertx.vertx();
  private final ServletForwarder servletForwarder =
      new ServletForwarder(vertx, List.of("/actuator", "/hawtio"));
  private HttpServer container;
  private int front;

  @BeforeEach
  void open() throws Exception {
    container = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    container.createContext(
        "/",
        exchange -> {
          var headers = exchange.getRequestHeaders();
          byte[] seen =
              "%s %s|%s|%s|%s|%s|%s|%s"
                  .formatted(
                      exchange.getRequestMethod(),
                      exchange.getRequestURI(),
                      headers.get("x-forwarded-for"),
                      headers.get("x-forwarded-host"),
                      headers.get("x-forwarded-proto"),
                      headers.get("forwarded"),
                      servletForwarder.isPass(headers.getFirst(ServletForwarder.PASS)),
                      new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, seen.length);
          exchange.getResponseBody().write(seen);
          exchange.close();
        });
    container.start();
    servletForwarder.at(container.getAddress().getPort());
    front =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request.body(
                        body ->
                            servletForwarder.forward(
                                request, body.result().getBytes(), Map.of("x-request-id", "id-1"))))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterEach
  void close() throws Exception {
    container.stop(0);
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void whatAClientClaimsAboutItselfIsReplaced() throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + front + "/actuator/a%20b?x=1"))
            .header("x-forwarded-for", "8.8.8.8")
            .header("x-forwarded-host", "evil.example")
            .header("forwarded", "for=8.8.8.8")
            .header(ServletForwarder.PASS, "guess")
            .version(HttpClient.Version.HTTP_1_1)
            .POST(BodyPublishers.ofString("body"))
            .build();
    var answer = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    assertThat(answer.body())
        .isEqualTo(
            "POST /actuator/a%%20b?x=1|[127.0.0.1]|[127.0.0.1:%d]|[http]|null|true|body"
                .formatted(front));
    assertThat(answer.headers().firstValue("x-request-id")).hasValue("id-1");
  }

  @ParameterizedTest
  @CsvSource({
    "/actuator, true",
    "/actuator/health, true",
    "/hawtio/x, true",
    "/actuators, false",
    "/actuator;x/health, false",
    "/v1/actuator, false",
  })
  void onlyListedPrefixesAreForwarded(String path, boolean covered) {
    assertThat(servletForwarder.covers(path)).isEqualTo(covered);
  }

  @ParameterizedTest
  @CsvSource({
    "/actuator/health, false",
    "/actuator//jolokia, true",
    "/actuator/jolokia;x, true",
    "/actuator\\jolokia, true",
    "/actuator/a%20b, false",
    "/actuator/a%2Fb, true",
    "/actuator/a%5cb, true",
    "/actuator/a%252e, true",
    "/actuator/a#b, true",
    "/actuator/x?a=b//%2f#c, false",
    "http://localhost/actuator/health, true",
  })
  void pathsTheContainerMayReadDifferentlyAreRecognised(String target, boolean ambiguous) {
    String path = Objects.requireNonNull(RequestPath.decode(path(target)));
    assertThat(ServletForwarder.isAmbiguous(target, path)).isEqualTo(ambiguous);
  }

  private static String path(String target) {
    return target.substring(target.indexOf("/actuator")).replaceFirst("\\?.*", "");
  }

  @Test
  void aGuessedPassIsNoPass() {
    assertThat(servletForwarder.isPass(null)).isFalse();
    assertThat(servletForwarder.isPass("guess")).isFalse();
  }
}
