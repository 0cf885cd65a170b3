package sml.gateway.cache.semantic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import sml.gateway.cache.embedding.Embedder;
import sml.gateway.cache.embedding.Embedding;
import sml.gateway.chat.Answer;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;

/**
 * A model of the catalogue as an embedder: asked through the routes of {@code /v1/embeddings}, so
 * that its provider's limits, keys and dialect hold for it as for a client.
 */
final class RoutedEmbedder implements Embedder {
  private static final double MILLIS = 1000;

  private final ProducerTemplate camel;
  private final String model;
  private final Duration timeout;
  private final AtomicLong number = new AtomicLong();

  RoutedEmbedder(ProducerTemplate camel, String model, Duration timeout) {
    this.camel = camel;
    this.model = model;
    this.timeout = timeout;
  }

  @Override
  public String model() {
    return model;
  }

  @Override
  public Embedding embed(String text) throws IOException {
    Object answered;
    try {
      answered = camel.requestBody("direct:embed-for-cache", call(text));
    } catch (CamelExecutionException failed) {
      throw new IOException(failed);
    }
    if (!(answered instanceof Answer.Plain answer)) {
      throw new IOException(model + " made no vector");
    }
    return Embedding.read(
        RawObject.EXACT.readTree(answer.bytes()).path("data").path(0).path("embedding"));
  }

  private HttpCall call(String text) {
    var body = RawObject.EXACT.createObjectNode().put("model", model).put("input", text);
    return HttpCall.inner(
        "cache" + Long.toString(number.incrementAndGet(), Character.MAX_RADIX),
        "/v1/embeddings",
        Map.of("x-stainless-timeout", Double.toString(timeout.toMillis() / MILLIS)),
        body.toString().getBytes(StandardCharsets.UTF_8));
  }
}
