package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class FrontPeerTest {

  @Test
  void behindAProxyOfOursTheLastForwardedAddressIsTheClient() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      TestFront front = TestFront.usual().route("/peer", call -> TestFront.text(call.peer()));
      try {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(front.url("/peer")));
        assertThat(http.send(request.build(), BodyHandlers.ofString()).body())
            .isEqualTo("127.0.0.1");
        request.header("X-Forwarded-For", "203.0.113.9, 198.51.100.7");
        assertThat(http.send(request.build(), BodyHandlers.ofString()).body())
            .isEqualTo("198.51.100.7");
      } finally {
        front.close();
      }
    }
  }
}
