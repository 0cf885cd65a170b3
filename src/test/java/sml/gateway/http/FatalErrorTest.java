package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import sml.gateway.network.HttpReply;

class FatalErrorTest {
  @Test
  void aClientWhoseAnswerRunsOutOfMemoryIsNotLeftWaiting() throws Exception {
    try (var front = TestFront.usual()) {
      HttpReply.Stream words =
          client -> {
            client.write("first".getBytes(StandardCharsets.UTF_8));
            throw new OutOfMemoryError("as if");
          };
      front.route("/stream", call -> new HttpReply(200, Map.of(), words));
      try (var client = front.connect()) {
        TestFront.send(client, TestFront.head("GET /stream"));
        assertThat(TestFront.reply(client)).startsWith("HTTP/1.1 200");
        byte[] rest = client.getInputStream().readAllBytes();
        assertThat(new String(rest, StandardCharsets.UTF_8)).doesNotEndWith("0\r\n\r\n");
      }
      Awaitility.await().until(() -> front.limiter.inWork() == 0);
    }
  }
}
