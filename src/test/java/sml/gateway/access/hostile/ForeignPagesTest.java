package sml.gateway.access.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.endpoint.web.ExposableWebEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import sml.gateway.access.hostile.Wire.Answer;
import sml.gateway.testkit.TestGateway;

/** What a page of another site can make a browser send. */
class ForeignPagesTest {
  private static final String JOLOKIA = "/actuator/jolokia";
  private static final String CHAT = "/v1/chat/completions";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Answer ask(String request) {
    return Wire.ask(gateway.port(), request);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST " + CHAT, "GET /api/setup", "GET /", "GET /actuator/health"})
  void aReboundHostNameIsRefusedEverywhere(String line) {
    for (String host : List.of("evil.example", "evil.example:3334", "localhost.evil.example")) {
      Answer answer = ask(line + " HTTP/1.1\r\nHost: " + host + "\r\nContent-Length: 0\r\n\r\n");
      assertThat(answer.status()).as(host).isEqualTo(403);
      assertThat(answer.body()).contains("host_not_allowed");
      assertThat(answer.isEnvelope()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GET /v1/models HTTP/1.1, '', 403",
    "GET /v1/models HTTP/1.0, '', 403",
    "GET /v1/models HTTP/1.1, 'Host: localhost|Host: localhost|', 400",
    "GET /v1/models HTTP/1.1, 'Host: localhost|Host: evil.example|', 400",
    "GET http://evil.example/v1/models HTTP/1.1, 'Host: localhost|', 400",
    "GET http://localhost/v1/models HTTP/1.1, 'Host: evil.example|', 400",
    "GET http://localhost@evil.example/v1/models HTTP/1.1, 'Host: localhost|', 400",
    "GET http://evil.example/actuator/health HTTP/1.1, 'Host: localhost|', 400",
    "GET http://localhost/actuator/health HTTP/1.1, 'Host: localhost|', 400",
    "GET http://localhost/v1/models HTTP/1.1, 'Host: localhost|', 200",
  })
  void oneHostIsNamedAndItIsOurs(String line, String headers, int status) {
    Answer answer = ask(line + "\r\n" + headers.replace("|", "\r\n") + "\r\n");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(status == 200 || answer.isEnvelope()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://localhost.evil.example",
        "Origin: https://localhost:3334@evil.example",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
        "Sec-Fetch-Site: unheard-of",
      })
  void noForeignPageChangesOrSpendsAnything(String header) {
    List<Calls> calls = Calls.changing(gateway);
    assertThat(calls)
        .contains(
            new Calls("POST", CHAT),
            new Calls("POST", "/api/setup"),
            new Calls("PUT", "/api/provider-catalog/x"),
            new Calls("DELETE", "/api/circuits/x"));
    assertThat(calls)
        .allSatisfy(
            call -> {
              Answer answer = ask(Wire.post(call.method(), call.path(), "{}", header));
              assertThat(answer.status()).as("%s", call).isEqualTo(403);
              if (call.path().startsWith("/v1/messages")) {
                assertThat(answer.body()).contains("permission_error", "SML_CORS_ORIGINS");
              } else {
                assertThat(answer.body()).contains("origin_not_allowed");
                assertThat(answer.isEnvelope()).isTrue();
              }
            });
  }

  @Test
  void noForeignPageChangesAnythingInTheConsole() {
    var endpoints =
        gateway.context().getBean(WebEndpointsSupplier.class).getEndpoints().stream()
            .map(ExposableWebEndpoint::getRootPath)
            .map(path -> "/actuator/" + path)
            .toList();
    assertThat(endpoints).contains("/actuator/health", "/actuator/prometheus");
    for (String path : endpoints) {
      assertThat(ask(Wire.post("POST", path, "{}", "Origin: http://evil.example")).status())
          .as(path)
          .isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: http://evil.example",
        "Origin: null",
        "Origin: http://localhost:1",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
      })
  void noForeignPageSpeaksToJolokia(String header) {
    String one = "{\"type\":\"version\"}";
    assertThat(ask(Wire.head("GET " + JOLOKIA + "/version", header)).status()).isEqualTo(403);
    assertThat(ask(Wire.head("GET /actuator/jol%6Fkia/version", header)).status()).isEqualTo(403);
    assertThat(ask(Wire.head("OPTIONS " + JOLOKIA, header)).status()).isEqualTo(403);
    assertThat(ask(Wire.post("POST", JOLOKIA, one, header)).status()).isEqualTo(403);
    assertThat(ask(Wire.post("POST", JOLOKIA, "[" + one + "]", header)).status()).isEqualTo(403);
    assertThat(ask(Wire.post("POST", JOLOKIA, one, header, "Content-Type: text/plain")).status())
        .isEqualTo(403);
  }

  @Test
  void noScriptTagReadsJolokia() {
    assertThat(ask(Wire.head("GET " + JOLOKIA + "/version?callback=x")).status()).isEqualTo(403);
    assertThat(ask(Wire.head("GET " + JOLOKIA + "/version?a=b&callbac%6B=x")).status())
        .isEqualTo(403);
    assertThat(ask(Wire.head("GET " + JOLOKIA + "/version")).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin: http://localhost:5173, http://localhost:5173",
    "Origin: https://127.0.0.1, https://127.0.0.1",
    "X-Any: thing, ''",
  })
  void pagesOfThisMachineAndProgramsMayAsk(String header, String allowed) {
    Answer answer = ask(Wire.post("POST", CHAT, "{}", header));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("'messages'");
    assertThat(answer.headers().getOrDefault("access-control-allow-origin", "")).isEqualTo(allowed);
  }

  @Test
  void aForeignPageReadsNothing() {
    for (String path : List.of("/v1/models", "/api/setup", "/api/gateway-logs", "/")) {
      Answer answer = ask(Wire.head("GET " + path, "Origin: http://evil.example"));
      assertThat(answer.headers()).as(path).doesNotContainKey("access-control-allow-origin");
    }
    Answer preflight =
        ask(
            Wire.head(
                "OPTIONS " + CHAT,
                "Origin: http://evil.example",
                "Access-Control-Request-Method: POST"));
    assertThat(preflight.status()).isEqualTo(403);
  }

  @Test
  void noForeignPageFramesOursOrLoadsIt() {
    for (String path : List.of("/", "/api/setup", "/actuator/hawtio/index.html")) {
      var headers = ask(Wire.head("GET " + path)).headers();
      assertThat(headers.get("x-frame-options")).as(path).isIn("SAMEORIGIN", "DENY");
      assertThat(headers)
          .as(path)
          .containsEntry("x-content-type-options", "nosniff")
          .containsEntry("cross-origin-resource-policy", "same-origin");
    }
  }
}
