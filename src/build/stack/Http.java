package stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;

/** Plain calls to a port of this machine. */
final class Http {
  static final JsonMapper JSON = JsonMapper.builder().build();
  static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  private static final int LEAST_PORT = 20_000;
  private static final int MOST_PORT = 32_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private Http() {}

  static HttpResponse<String> send(int port, String method, String path, String body)
      throws IOException, InterruptedException {
    return CLIENT.send(
        request(port, path).method(method, BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofString());
  }

  static String get(int port, String path) throws IOException, InterruptedException {
    return CLIENT.send(request(port, path).build(), BodyHandlers.ofString()).body();
  }

  static JsonNode json(int port, String path) throws IOException, InterruptedException {
    return JSON.readTree(get(port, path));
  }

  static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("content-type", "application/json")
        // the checks count calls of providers
        .header("x-no-cache", "1")
        .timeout(Duration.ofSeconds(60));
  }

  /**
   * A port below the range from which the system gives ports by itself, so that it stays free until
   * it is used, and while a gateway that had it is down.
   */
  static int freePort() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LEAST_PORT, MOST_PORT);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        if (GIVEN.add(port)) {
          return socket.getLocalPort();
        }
      } catch (IOException taken) {
        // the next one
      }
    }
  }
}
