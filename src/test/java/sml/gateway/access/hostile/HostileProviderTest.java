package sml.gateway.access.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.access.hostile.Wire.Answer;
import sml.gateway.testkit.TestGateway;

/** A provider whose names and headers want to become lines of our answers. */
class HostileProviderTest {
  private static final String NAME = "unkind";

  @RegisterExtension final TestGateway gateway = new TestGateway();
  private HttpServer upstream;
  private volatile int status = 200;

  @BeforeEach
  void listen() throws IOException {
    upstream = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    upstream.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          var headers = exchange.getResponseHeaders();
          headers.set("content-type", "application/json\u00a0; x=\u00ff");
          headers.set("retry-after", "1\u00ff; X-Evil=yes");
          headers.set("x-request-id", "theirs");
          headers.set("access-control-allow-origin", "*");
          headers.set("set-cookie", "theirs=1");
          byte[] body =
              ("{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"m\",\"choices\":[{\"index\":0,"
                   + "\"message\":{\"role\":\"assistant\",\"content\":\"hi\"},\"finish_reason\":\"stop\"}]}")
                  .getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    upstream.start();
  }

  @AfterEach
  void leave() {
    gateway.client().send("DELETE", "/api/provider-catalog/" + NAME, "");
    upstream.stop(0);
  }

  private Answer ask(String model) {
    var body = JsonNodeFactory.instance.objectNode().put("model", NAME + "/" + model);
    body.putArray("messages").addObject().put("role", "user").put("content", "x");
    return Wire.ask(gateway.port(), Wire.post("POST", "/v1/chat/completions", body.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "m\r\nX-Evil: yes",
        "m\nX-Evil: yes",
        "m\rX-Evil: yes",
        "m\u010d\u010aX-Evil: yes",
        "m\u000b\u007f",
        "โมเดล",
      })
  void aModelNameStaysOneHeader(String model) {
    gateway.register(NAME, upstream.getAddress().getPort(), "openai", List.of(model));
    Answer answer = ask(model);
    assertThat(answer.headers()).doesNotContainKey("x-evil");
    // a name with a control character is not listed at all
    boolean listed = model.chars().noneMatch(Character::isISOControl);
    assertThat(answer.status()).as(answer.body()).isIn(listed ? Set.of(200) : Set.of(404, 503));
    assertThat(answer.headers()).containsKey("x-request-id");
  }

  @Test
  void aProvidersHeadersAreNotOurs() {
    gateway.register(NAME, upstream.getAddress().getPort(), "openai", List.of("m"));
    for (int code : new int[] {200, 429, 503}) {
      status = code;
      gateway.forget();
      Answer answer = ask("m");
      assertThat(answer.headers())
          .doesNotContainKeys("set-cookie", "access-control-allow-origin")
          .doesNotContainEntry("x-request-id", "theirs");
      assertThat(answer.headers().getOrDefault("retry-after", "1")).matches("[0-9]+");
      assertThat(answer.headers().getOrDefault("content-type", "")).startsWith("application/json");
    }
  }

  @Test
  void aRequestIdIsOursWhateverTheClientSends() {
    String request =
        Wire.head("GET /v1/models", "X-Request-Id: theirs", "X-SMLGateway-Request-Id: theirs");
    try (var wire = new Wire(gateway.port())) {
      Answer answer = wire.send(request.getBytes(ISO_8859_1)).hear();
      assertThat(answer.headers().get("x-request-id")).matches("[0-9A-Za-z]{20}");
    }
  }
}
