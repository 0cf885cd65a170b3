package sml.gateway.cache.embedding;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import sml.gateway.json.RawObject;

/**
 * An embedder behind HTTP: one of the form of OpenAI, whose path ends in {@code /embeddings}, or of
 * Ollama, whose path ends in {@code /api/embeddings} or {@code /api/embed}.
 */
final class HttpEmbedder implements Embedder {
  private static final int MOST_PARTS = 8192;

  private final HttpClient client;
  private final URI url;
  private final String model;
  private final String key;
  private final Duration timeout;

  HttpEmbedder(HttpClient client, URI url, String model, String key, Duration timeout) {
    this.client = client;
    this.url = url;
    this.model = model;
    this.key = key;
    this.timeout = timeout;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public Embedding embed(String text) throws IOException {
    boolean old = url.getPath().endsWith("/api/embeddings");
    var body = RawObject.EXACT.createObjectNode();
    body.put("model", model).put(old ? "prompt" : "input", text);
    var request =
        HttpRequest.newBuilder(url)
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()));
    if (!key.isEmpty()) {
      request.header("authorization", "Bearer " + key);
    }
    var response = received(request.build());
    if (response.statusCode() != 200) {
      throw new IOException("the embedder answered " + response.statusCode());
    }
    return Embedding.read(parts(RawObject.EXACT.readTree(response.body())));
  }

  /** The whole answer in time: the timeout of a request ends with the head of its answer. */
  private HttpResponse<byte[]> received(HttpRequest request) throws IOException {
    var answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException(stopped);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IOException(failed);
    } finally {
      answer.cancel(true);
    }
  }

  private static JsonNode parts(JsonNode answer) throws IOException {
    var parts = answer.path("data").path(0).path("embedding");
    if (!parts.isArray()) {
      parts = answer.path("embedding");
    }
    if (!parts.isArray()) {
      parts = answer.path("embeddings").path(0);
    }
    if (!parts.isArray() || parts.isEmpty() || parts.size() > MOST_PARTS) {
      throw new IOException("the embedder sent no vector");
    }
    return parts;
  }
}
