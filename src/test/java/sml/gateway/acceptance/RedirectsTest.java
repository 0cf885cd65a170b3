package sml.gateway.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Providers that redirect chat calls and model lists to another URL. */
class RedirectsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String WHOLE = "{\"choices\":[{\"message\":{\"content\":\"here\"}}]}";
  private static final String EVENTS =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"here\"}}]}\n\ndata: [DONE]\n\n";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final Place provider = new Place();
  private final Place elsewhere = new Place();

  /** A server that redirects the given requests and answers the others. */
  private static final class Place implements AutoCloseable {
    private final HttpServer server;
    final List<String> asked = new CopyOnWriteArrayList<>();
    final Map<String, String> locations = new ConcurrentHashMap<>();
    volatile int status = 308;

    Place() {
      try {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException noPort) {
        throw new UncheckedIOException(noPort);
      }
      server.createContext("/", this::answer);
      server.start();
    }

    int port() {
      return server.getAddress().getPort();
    }

    String url(String path) {
      return "http://127.0.0.1:" + port() + path;
    }

    private void answer(HttpExchange exchange) throws IOException {
      try (exchange) {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String key = exchange.getRequestHeaders().getFirst("Authorization");
        String path = exchange.getRequestURI().toString();
        asked.add(exchange.getRequestMethod() + " " + path + " " + key + " " + body.length());
        String location = locations.get(path);
        if (location != null) {
          exchange.getResponseHeaders().add("Location", location);
          exchange.sendResponseHeaders(status, -1);
          return;
        }
        boolean stream = body.contains("\"stream\":true");
        boolean list = exchange.getRequestMethod().equals("GET");
        String text = list ? "{\"data\":[{\"id\":\"listed\"}]}" : stream ? EVENTS : WHOLE;
        byte[] bytes = text.getBytes(UTF_8);
        exchange
            .getResponseHeaders()
            .add("Content-Type", stream ? "text/event-stream" : "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @BeforeEach
  void register() {
    send(
        "PUT",
        "/api/provider-catalog/moved",
        """
        {"base_url":"%s","dialect":"openai","models_url":"%s","auth":{"scheme":"bearer"}}\
        """
            .formatted(provider.url("/v1"), provider.url("/v1/models")));
    send("POST", "/api/setup", "{\"provider\":\"moved\",\"apiKey\":\"sk-moved-0123456789\"}");
    provider.asked.clear();
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/moved", "");
    provider.close();
    elsewhere.close();
  }

  private Heard send(String method, String path, String body) {
    Heard heard = gateway.client().send(method, path, body);
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    return heard;
  }

  private Heard ask(boolean stream) {
    var chatRequestBuilder = gateway.ask("moved/listed");
    return stream ? chatRequestBuilder.streamed() : chatRequestBuilder.whole();
  }

  private void redirect(int status, String from, String to) {
    provider.status = status;
    provider.locations.put(from, to);
  }

  private void assertRefused(boolean stream, String target) {
    Heard heard = ask(stream);
    assertThat(heard.body()).contains(target).contains("redirects").contains("upstream_broken");
    assertThat(heard.text()).isEmpty();
    assertThat(provider.asked).as("posted once").hasSize(1);
    assertThat(elsewhere.asked).as("the key goes nowhere else").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"307, true", "307, false", "308, true", "308, false"})
  void aRedirectAtTheSamePlaceIsFollowedWithMethodBodyAndKey(int status, boolean stream) {
    redirect(status, CHAT, "/v2/chat?x=1#there");
    Heard heard = ask(stream);
    assertThat(heard.text()).isEqualTo("here");
    assertThat(provider.asked).hasSize(2);
    String first = provider.asked.getFirst();
    assertThat(first).startsWith("POST /v1/chat/completions Bearer sk-moved-0123456789");
    assertThat(provider.asked.getLast()).isEqualTo(first.replace(CHAT, "/v2/chat?x=1"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aWholeUrlOfTheSamePlaceIsFollowed(boolean stream) {
    redirect(308, CHAT, provider.url("/there").replace("http://", "HTTP://"));
    assertThat(ask(stream).text()).isEqualTo("here");
    assertThat(provider.asked.getLast()).startsWith("POST /there Bearer");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFewRedirectsInARowAreFollowed(boolean stream) {
    redirect(307, CHAT, "/a");
    redirect(307, "/a", "b");
    redirect(307, "/b", "/c");
    assertThat(ask(stream).text()).isEqualTo("here");
    assertThat(provider.asked).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCircleEnds(boolean stream) {
    redirect(308, CHAT, CHAT);
    Heard heard = ask(stream);
    assertThat(heard.body()).contains("redirect number 4").contains(CHAT);
    assertThat(provider.asked).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherPortIsNotFollowed(boolean stream) {
    redirect(307, CHAT, elsewhere.url("/v1/chat/completions?key=secret"));
    assertRefused(stream, elsewhere.url("/v1/chat/completions"));
    assertThat(ask(stream).body()).doesNotContain("secret").doesNotContain("sk-moved");
  }

  @ParameterizedTest
  @CsvSource({"true, localhost", "false, localhost", "true, [::1]", "false, user@127.0.0.1"})
  void anotherHostIsNotFollowed(boolean stream, String host) {
    String port = ":" + provider.port();
    redirect(308, CHAT, "http://" + host + port + "/x");
    assertRefused(stream, "http://" + host.replace("user@", "") + port + "/x");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherSchemeIsNotFollowed(boolean stream) {
    redirect(308, CHAT, "https://127.0.0.1:" + provider.port() + CHAT);
    assertRefused(stream, "https://127.0.0.1:" + provider.port() + CHAT);
  }

  @ParameterizedTest
  @CsvSource({"301, true", "302, false", "303, true", "301, false"})
  void aRedirectThatWouldLoseTheBodyIsNotFollowed(int status, boolean stream) {
    redirect(status, CHAT, "/there");
    assertRefused(stream, "(" + status + ") to " + provider.url("/there"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://", "ht tp://x", "mailto:a@b"})
  void aLocationThatIsNoUrlIsAFailure(String location) {
    redirect(307, CHAT, location);
    assertRefused(false, "(307) to ");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anotherCandidateAnswersWhenTheFirstRedirectsElsewhere(boolean stream) {
    gateway.model("steady", "m", Behaviour.healthy());
    redirect(302, CHAT, elsewhere.url("/x"));
    var chatRequestBuilder = gateway.ask("moved/listed", "steady/m");
    Heard heard = stream ? chatRequestBuilder.streamed() : chatRequestBuilder.whole();
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.headers()).containsEntry("x-smlgateway-provider", "steady");
    assertThat(elsewhere.asked).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {307, 308})
  void aListIsFollowedAtTheSamePlace(int status) {
    redirect(status, "/v1/models", "/v2/models");
    Heard scan = send("POST", "/api/provider-catalog/moved/scan", "");
    assertThat(scan.body()).doesNotContain("redirect");
    assertThat(provider.asked)
        .containsExactly(
            "GET /v1/models Bearer sk-moved-0123456789 0",
            "GET /v2/models Bearer sk-moved-0123456789 0");
  }

  @ParameterizedTest
  @CsvSource({"307, true", "308, true", "301, false", "302, false"})
  void aListElsewhereIsRefusedAndNamed(int status, boolean away) {
    String target = away ? elsewhere.url("/v1/models") : provider.url("/v2/models");
    redirect(status, "/v1/models", target + "?key=secret");
    Heard scan = gateway.client().send("POST", "/api/provider-catalog/moved/scan", "");
    assertThat(scan.body()).contains(target).doesNotContain("secret");
    assertThat(provider.asked).hasSize(1);
    assertThat(elsewhere.asked).isEmpty();
  }

  @Test
  void aKeyTestSaysWhereAListWouldLead() {
    redirect(308, "/v1/models", elsewhere.url("/v1/models"));
    Heard test =
        gateway
            .client()
            .send("POST", "/api/setup/test", "{\"provider\":\"moved\",\"apiKey\":\"sk-other\"}");
    assertThat(test.json().path("ok").asBoolean(true)).isFalse();
    assertThat(test.body()).contains(elsewhere.url("/v1/models")).doesNotContain("sk-other");
    assertThat(elsewhere.asked).isEmpty();
  }
}
