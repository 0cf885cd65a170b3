package sml.gateway.testkit.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import sml.gateway.json.RawObject;

/** A test client of a simulated provider. */
final class Asking implements AutoCloseable {
  private final SimulatedProvider provider;
  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  Asking(SimulatedProvider provider) {
    this.provider = provider;
  }

  HttpRequest.Builder request(String json) {
    return HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/chat/completions"))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(json));
  }

  HttpResponse<String> post(String json) throws IOException, InterruptedException {
    return client.send(request(json).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> whole(String model) throws IOException, InterruptedException {
    return post(body(model, false, ""));
  }

  HttpResponse<String> stream(String model) throws IOException, InterruptedException {
    return post(body(model, true, ""));
  }

  /** Asks over a bare socket, for tests that look at how a connection ends. */
  Socket raw(String model, boolean stream) throws IOException {
    byte[] body = body(model, stream, "").getBytes(UTF_8);
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nHost: simulated\r\nContent-Length: %d\r\n\r\n";
    var socket = new Socket("127.0.0.1", provider.port());
    socket.getOutputStream().write(head.formatted(body.length).getBytes(UTF_8));
    socket.getOutputStream().write(body);
    return socket;
  }

  static String body(String model, boolean stream, String more) {
    return "{\"model\":\"%s\",\"stream\":%s,\"stream_options\":{\"include_usage\":true},"
            .formatted(model, stream)
        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}%s}".formatted("]" + more);
  }

  static JsonNode json(String text) throws IOException {
    return RawObject.EXACT.readTree(text);
  }

  /** The data of the events, in order. */
  static List<String> events(String body) {
    List<String> data = new ArrayList<>();
    body.lines()
        .filter(line -> line.startsWith("data: "))
        .forEach(line -> data.add(line.substring(6)));
    return data;
  }

  /** The text of a stream; events that are no JSON are left out. */
  static String text(String body) {
    var text = new StringBuilder();
    for (String event : events(body)) {
      try {
        text.append(json(event).at("/choices/0/delta/content").asText(""));
      } catch (IOException notJson) {
        // [DONE] or deliberately broken
      }
    }
    return text.toString();
  }

  @Override
  public void close() {
    client.close();
  }
}
