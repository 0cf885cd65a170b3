package sml.gateway.inference;

import com.fasterxml.jackson.databind.JsonNode;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.Plan;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;
import sml.gateway.upstream.dialect.EmbeddingTable;

/** {@code POST /v1/embeddings}: its body, the batches it is asked for in, and its answer. */
@Component("embeddings")
final class Embeddings {
  private final Admission admission;
  private final EmbeddingTable table;
  private final InferenceSettings settings;

  Embeddings(Admission admission, EmbeddingTable table, InferenceSettings settings) {
    this.admission = admission;
    this.table = table;
    this.settings = settings;
  }

  /**
   * The request of a call.
   *
   * @throws InvalidRequest naming the field that is wrong
   */
  public ChatRequest admit(HttpCall call) {
    RawObject body = Admission.object(call);
    EmbeddingInput input = input(body);
    String format = Admission.text(body, "encoding_format");
    if (format != null && !format.equals("float") && !format.equals("base64")) {
      throw new InvalidRequest(
          400,
          "Invalid value for 'encoding_format': expected 'float' or 'base64'.",
          "encoding_format",
          "invalid_value");
    }
    JsonNode dimensions = Admission.node(body, "dimensions");
    // whole numbers of any size are read alike
    boolean whole =
        dimensions == null || (dimensions.isIntegralNumber() && dimensions.canConvertToInt());
    if (dimensions != null && (!whole || dimensions.intValue() < 1)) {
      throw new InvalidRequest(
          400,
          "Invalid value for 'dimensions': expected a whole number from 1.",
          "dimensions",
          "invalid_value");
    }
    return admission.request(call, body, input.tokens());
  }

  /** The batches of a request: as large as every provider of the plan takes them. */
  public EmbeddingRun begin(@Variable("request") ChatRequest request, @Variable("plan") Plan plan) {
    int batch = settings.batch();
    for (var candidate : plan.candidates()) {
      int limit = table.of(candidate.ref().provider()).batch();
      batch = limit > 0 ? Math.min(batch, limit) : batch;
    }
    return new EmbeddingRun(request, input(request.body()), batch);
  }

  /** The request for the next batch. */
  public ChatRequest next(@Variable("run") EmbeddingRun run) {
    return run.next();
  }

  /** Takes the answer to a batch. */
  public void add(@Variable("run") EmbeddingRun run, @Variable("answer") @Nullable Answer answer) {
    if (!(answer instanceof Answer.Plain plain)) {
      throw new IllegalStateException("an embedding request is answered with vectors");
    }
    run.add(plain);
  }

  /** The answer to the whole request. */
  public Answer join(@Variable("run") EmbeddingRun run) {
    return run.answer();
  }

  private EmbeddingInput input(RawObject body) {
    return EmbeddingInput.of(Admission.node(body, "input"), settings.inputs());
  }
}
