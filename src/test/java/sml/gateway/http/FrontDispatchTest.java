package sml.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.access.AccessSettings;
import sml.gateway.network.HttpReply;

class FrontDispatchTest {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private TestFront front;

  @BeforeEach
  void open() throws Exception {
    front =
        TestFront.usual()
            .route(
                "/v1/echo?httpMethodRestrict=POST",
                call -> TestFront.text(call.id() + ":" + new String(call.body(), UTF_8)))
            .route(
                "/v1/models?httpMethodRestrict=GET&matchOnUriPrefix=true",
                call ->
                    TestFront.text(
                        call.pathAfter("/v1/models") + call.query().getOrDefault("q", "")))
            .route(
                "/boom",
                call -> {
                  throw new IllegalStateException("boom");
                })
            .route("/text", call -> "plain words")
            .route("/size", call -> TestFront.text(String.valueOf(call.body().length)));
  }

  @AfterEach
  void close() throws Exception {
    front.close();
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(front.url(path)))
            .method(method, BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void aCallReachesItsRouteAndItsReplyCarriesTheRequestId() throws Exception {
    var answer = send("POST", "/v1/echo?x=%20", "สวัสดี");
    String id = answer.headers().firstValue("x-request-id").orElseThrow();
    assertThat(id).matches("[0-9A-Za-z]{20}");
    assertThat(answer.headers().firstValue("X-SMLGateway-Request-Id")).hasValue(id);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(id + ":สวัสดี");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /v1/foo, 404, Invalid URL (POST /v1/foo)",
    "GET, /v1/echo, 405, Not allowed to GET on /v1/echo (HINT: use OPTIONS; POST)",
    "GET, /v1/models/%2e%2e/secret, 400, Invalid URL.",
    "GET, /v1/models/a%2F..%2Fb, 400, Invalid URL.",
    "GET, /v1/modelsx, 404, Invalid URL (GET /v1/modelsx)",
    "GET, /boom, 500, The gateway failed on this request.",
    "GET, /actuator/health, 503, The pages are not up.",
  })
  void whatCannotBeAnsweredIsTheOpenAiEnvelope(
      String method, String path, int status, String message) throws Exception {
    var answer = send(method, path, "");
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(answer.headers().firstValue("x-request-id")).isPresent();
    assertThat(answer.body())
        .startsWith("{\"error\":{\"message\":\"" + message.replace(';', ','))
        .contains("\"type\"", "\"param\"", "\"code\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/models, ''",
    "/v1/models/groq/llama, /groq/llama",
    "/v1/models/groq%2Fllama?a=1, /groq/llama",
    "/v1/models/x?q=a%20b&q=c, /xa b",
  })
  void aPrefixRouteSeesTheDecodedPathAndTheFirstQueryValue(String path, String expected)
      throws Exception {
    assertThat(send("GET", path, "").body()).isEqualTo(expected);
  }

  @Test
  void aSimpleRouteMayAnswerText() throws Exception {
    var answer = send("GET", "/text", "");
    assertThat(answer.body()).isEqualTo("plain words");
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
  }

  @Test
  void oneConnectionServesAnswersAndErrorsInTurn() throws Exception {
    try (Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("POST /v1/echo", "content-length: 2") + "hi");
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 200").endsWith(":hi");
      TestFront.send(socket, TestFront.head("POST /v1/nowhere", "content-length: 2") + "hi");
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 404");
      TestFront.send(socket, TestFront.head("PUT /v1/echo", "content-length: 2") + "hi");
      assertThat(TestFront.reply(socket))
          .startsWith("HTTP/1.1 405")
          .contains("allow: OPTIONS, POST");
      TestFront.send(socket, TestFront.head("GET /boom"));
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 500");
      TestFront.send(
          socket,
          TestFront.head("POST /v1/echo", "transfer-encoding: chunked")
              + "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 200").endsWith(":abcde");
    }
  }

  @Test
  void connectionCloseIsHonoured() throws Exception {
    try (Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("GET /text", "connection: close"));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8)).endsWith("plain words");
    }
  }

  @Test
  void headReportsTheLengthAndSendsNoBody() throws Exception {
    try (Socket socket = front.connect()) {
      TestFront.send(socket, TestFront.head("HEAD /v1/models/abc", "connection: close"));
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 200")
          .contains("content-length: 4")
          .endsWith("\r\n\r\n");
    }
  }

  @Test
  void optionsNamesTheMethods() throws Exception {
    var answer = send("OPTIONS", "/v1/models", "");
    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS");
  }

  @Test
  void aClientThatAsksFirstMayContinue() throws Exception {
    try (Socket socket = front.connect()) {
      TestFront.send(
          socket, TestFront.head("POST /v1/echo", "content-length: 2", "expect: 100-continue"));
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 100");
      TestFront.send(socket, "hi");
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 200").endsWith(":hi");
    }
  }

  @Test
  void aClientThatAsksFirstIsRefused() throws Exception {
    try (Socket socket = front.connect()) {
      TestFront.send(
          socket, TestFront.head("POST /v1/no", "content-length: 2", "expect: 100-continue"));
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 404");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aBodyOverTheLimitIsReadToItsEndSoThatTheRefusalArrives() throws Exception {
    try (Socket socket = front.connect()) {
      int size = 64 * 1024 * 1024;
      TestFront.send(socket, TestFront.head("POST /size", "content-length: " + size));
      sendZeros(socket, size);
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 413").contains("request_too_large");
      TestFront.send(socket, TestFront.head("GET /text"));
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 200");
    }
    Awaitility.await().until(() -> front.limiter.inWork() == 0);
  }

  @Test
  void aChunkedBodyOverTheLimitIsRefusedTooEvenWhenTheClientWantsToClose() throws Exception {
    try (Socket socket = front.connect()) {
      TestFront.send(
          socket, TestFront.head("POST /size", "transfer-encoding: chunked", "connection: close"));
      for (int megabyte = 0; megabyte < 64; megabyte++) {
        TestFront.send(socket, "100000\r\n");
        sendZeros(socket, 1 << 20);
        TestFront.send(socket, "\r\n");
      }
      TestFront.send(socket, "0\r\n\r\n");
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 413");
    }
  }

  private static void sendZeros(Socket socket, int size) throws Exception {
    var block = new byte[1 << 20];
    for (int sent = 0; sent < size; sent += block.length) {
      socket.getOutputStream().write(block);
    }
  }

  @ParameterizedTest
  @CsvSource({"40000, x, 431", "1, 'G E T', 400"})
  void whatIsNotProperHttpGetsAnError(int length, String what, int status) throws Exception {
    try (Socket socket = front.connect()) {
      String line = what.equals("x") ? "GET /text" : what;
      TestFront.send(socket, TestFront.head(line, "x-long: " + "y".repeat(length)));
      assertThat(TestFront.reply(socket))
          .matches("(?s)HTTP/1.[01] " + status + ".*\\{\"error\":\\{.*");
    }
  }

  @Test
  void aForeignHostIsRefused() throws Exception {
    try (Socket socket = front.connect()) {
      TestFront.send(socket, "GET /text HTTP/1.1\r\nhost: evil.example\r\n\r\n");
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 403").contains("SML_ALLOWED_HOSTS");
      TestFront.send(socket, "GET /text HTTP/1.1\r\nhost: localhost\r\nhost: evil.example\r\n\r\n");
      assertThat(TestFront.reply(socket)).startsWith("HTTP/1.1 400");
    }
  }

  @Test
  void aPageOfThisMachineMayReadAnswersOfV1() throws Exception {
    try (Socket socket = front.connect()) {
      TestFront.send(
          socket,
          TestFront.head("POST /v1/echo", "content-length: 0", "origin: http://localhost:3000"));
      assertThat(TestFront.reply(socket))
          .contains("access-control-allow-origin: http://localhost:3000")
          .contains("access-control-expose-headers:");
    }
  }

  @Test
  void aConnectionThatNeverFinishesItsHeadIsClosed() throws Exception {
    Duration brief = Duration.ofMillis(50);
    try (var hasty =
            new TestFront(TestFront.settings(brief, brief, brief, 10), AccessSettings.defaults())
                .route("/size", call -> TestFront.text("x"));
        Socket silent = hasty.connect();
        Socket half = hasty.connect()) {
      TestFront.send(half, "GET /text HTTP/1.1\r\nhost: loc");
      assertThat(TestFront.isOver(half)).isTrue();
      assertThat(TestFront.isOver(silent)).isTrue();
      assertThat(hasty.limiter.inWork()).isZero();
    }
  }

  @Test
  void moreThanTheLimitInWorkIsTurnedAway() throws Exception {
    var enter = new CountDownLatch(1);
    var leave = new CountDownLatch(1);
    Duration usual = Duration.ofSeconds(20);
    try (var narrow =
            new TestFront(TestFront.settings(usual, usual, usual, 1), AccessSettings.defaults())
                .route(
                    "/slow",
                    call -> {
                      enter.countDown();
                      await(leave);
                      return new HttpReply(200, Map.of(), new HttpReply.Bytes(new byte[0]));
                    });
        Socket first = narrow.connect();
        Socket second = narrow.connect()) {
      TestFront.send(first, TestFront.head("GET /slow"));
      await(enter);
      TestFront.send(second, TestFront.head("GET /slow"));
      assertThat(TestFront.reply(second)).startsWith("HTTP/1.1 503").contains("retry-after: 1");
      leave.countDown();
      assertThat(TestFront.reply(first)).startsWith("HTTP/1.1 200");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
