package sml.gateway.inference;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.UpstreamFailed;
import sml.gateway.chat.Refusal;
import sml.gateway.chat.Usage;
import sml.gateway.json.RawObject;

/**
 * One embedding request on its way: its texts are asked for in batches, of which each answer is
 * added. Belongs to one exchange.
 */
final class EmbeddingRun {
  private static final JsonFactory JSON = new JsonFactory();

  private final ChatRequest request;
  private final EmbeddingInput input;
  private final int batch;
  private final List<float[]> vectors = new ArrayList<>();
  private @Nullable String model;
  private @Nullable Usage usage;
  private Answer.@Nullable Plain last;

  /**
   * A run.
   *
   * @param batch texts of one call
   */
  EmbeddingRun(ChatRequest request, EmbeddingInput input, int batch) {
    this.request = request;
    this.input = input;
    this.batch = batch;
  }

  /** True while texts are left. */
  public boolean isOpen() {
    return vectors.size() < input.texts().size();
  }

  /** The request for the next batch. */
  ChatRequest next() {
    int from = vectors.size();
    int to = Math.min(input.texts().size(), from + batch);
    if (from == 0 && to == input.texts().size()) {
      return request;
    }
    byte[] slice = input.slice(from, to).toString().getBytes(StandardCharsets.UTF_8);
    try {
      return request.with(RawObject.parse(request.body().edit().set("input", slice).toBytes()));
    } catch (IOException parsedBefore) {
      throw new UncheckedIOException(parsedBefore);
    }
  }

  /** Takes the answer to the batch. */
  void add(Answer.Plain answer) {
    Vectors read;
    try {
      read = Vectors.read(answer.bytes());
    } catch (IOException unreadable) {
      throw broken(answer, "vectors that could not be read");
    }
    float[][] more = read.inOrder();
    int wanted = Math.min(batch, input.texts().size() - vectors.size());
    if (more.length != wanted) {
      throw broken(answer, "%d vectors for %d texts".formatted(more.length, wanted));
    }
    JsonNode dimensions = Admission.node(request.body(), "dimensions");
    for (float[] vector : more) {
      if (dimensions != null && vector.length != dimensions.intValue()) {
        throw new InvalidRequest(
            400,
            "Invalid 'dimensions': vectors of %s have %d numbers."
                .formatted(answer.candidate().ref().id(), vector.length),
            "dimensions",
            "invalid_value");
      }
      if (!vectors.isEmpty() && vector.length != vectors.getFirst().length) {
        throw broken(
            answer,
            "vectors of %d numbers after some of %d"
                .formatted(vector.length, vectors.getFirst().length));
      }
      vectors.add(vector);
    }
    last = answer;
    model = model == null ? read.model() : model;
    usage = sum(usage, answer.usage());
  }

  /** The answer to all of it, as the client wants the numbers. */
  Answer.Plain answer() {
    Answer.Plain answered = Objects.requireNonNull(last);
    boolean base64 = "base64".equals(Admission.text(request.body(), "encoding_format"));
    var out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeStringField("object", "list");
      json.writeArrayFieldStart("data");
      for (int i = 0; i < vectors.size(); i++) {
        write(json, i, vectors.get(i), base64);
      }
      json.writeEndArray();
      json.writeStringField(
          "model", Objects.requireNonNullElse(model, answered.candidate().ref().model()));
      json.writeObjectFieldStart("usage");
      json.writeNumberField("prompt_tokens", usage == null ? 0 : usage.promptTokens());
      json.writeNumberField("total_tokens", usage == null ? 0 : usage.totalTokens());
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return new Answer.Plain(answered.candidate(), out.toByteArray(), "application/json", usage);
  }

  private static void write(JsonGenerator json, int index, float[] vector, boolean base64)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("object", "embedding");
    json.writeNumberField("index", index);
    if (base64) {
      json.writeStringField("embedding", Vectors.base64(vector));
    } else {
      json.writeArrayFieldStart("embedding");
      for (float number : vector) {
        json.writeNumber(number);
      }
      json.writeEndArray();
    }
    json.writeEndObject();
  }

  private static UpstreamFailed broken(Answer.Plain answer, String what) {
    String message = answer.candidate().ref().id() + " answered " + what + ".";
    return new UpstreamFailed(
        new Refusal(502, Refusal.Kind.FAULT, message, "api_error", "upstream_broken", null, null));
  }

  private static @Nullable Usage sum(@Nullable Usage one, @Nullable Usage other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return new Usage(
        one.promptTokens() + other.promptTokens(),
        one.completionTokens() + other.completionTokens(),
        one.totalTokens() + other.totalTokens());
  }
}
