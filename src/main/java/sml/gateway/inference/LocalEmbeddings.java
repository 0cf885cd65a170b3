package sml.gateway.inference;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Variable;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.cache.embedding.LocalEmbedder;
import sml.gateway.catalog.OwnModels;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException.ClientDisconnected;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.chat.Usage;

/** Embeddings that are made in this process, for requests that name its model. */
@Component("localEmbeddings")
final class LocalEmbeddings implements OwnModels {
  private static final String OWNER = "local";

  private final LocalEmbedder embedder;
  private final EmbeddingThreads threads;
  private final InferenceSettings settings;
  private final ModelRef ref;

  LocalEmbeddings(
      LocalEmbedder localEmbedder, EmbeddingThreads threads, InferenceSettings settings) {
    this.embedder = localEmbedder;
    this.threads = threads;
    this.settings = settings;
    this.ref = new ModelRef(OWNER, localEmbedder.model());
  }

  @Override
  public List<String> embeddings() {
    return settings.local() && embedder.isHere() ? List.of(ref.id()) : List.of();
  }

  /** Whether the request names the model of this process. */
  public boolean serves(@Variable("request") ChatRequest request) {
    return embeddings().contains(request.model());
  }

  /** The plan of a request that no provider is asked for. */
  public Plan plan() {
    return Plan.of(
        Category.GENERAL,
        true,
        List.of(candidate()),
        List.of(),
        PlanStep.Settled.NOTHING,
        "embedded in this process");
  }

  private Candidate candidate() {
    return new Candidate(ref, true, 0, null, 1, "named by the client");
  }

  /**
   * Embeds the texts of one batch.
   *
   * @throws InvalidRequest naming the field that this model cannot do
   * @throws NoModelFits when the model cannot be loaded
   */
  public Answer embed(@Variable("request") ChatRequest request) throws InterruptedException {
    List<String> texts = texts(request);
    try {
      embedder.load(request.timeLeft());
    } catch (IOException unusable) {
      throw new NoModelFits(
          "The embedder of this process cannot be used: " + unusable.getMessage() + ".", null);
    }
    int tokens = 0;
    for (int at = 0; at < texts.size(); at++) {
      tokens += counted(texts, at);
    }
    ArrayNode data = JsonNodeFactory.instance.arrayNode(texts.size());
    for (int at = 0; at < texts.size(); at++) {
      data.addObject().put("index", at).set("embedding", vector(request, texts.get(at)));
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("model", ref.model());
    answer.set("data", data);
    return new Answer.Plain(
        candidate(),
        answer.toString().getBytes(StandardCharsets.UTF_8),
        "application/json",
        new Usage(tokens, 0, tokens));
  }

  private List<String> texts(ChatRequest request) {
    JsonNode input = Admission.node(request.body(), "input");
    List<String> texts = new ArrayList<>();
    for (JsonNode text : input != null && input.isArray() ? input : List.of(given(input))) {
      if (!text.isTextual()) {
        throw InvalidRequest.value("input", "%s takes texts, not tokens".formatted(ref.id()));
      }
      texts.add(text.textValue());
    }
    return texts;
  }

  private static JsonNode given(@Nullable JsonNode input) {
    if (input == null) {
      throw InvalidRequest.missing("input");
    }
    return input;
  }

  /** How many tokens a text has, which must be no more than the model reads. */
  private int counted(List<String> texts, int at) {
    int tokens = embedder.tokens(texts.get(at));
    if (tokens > embedder.mostTokens()) {
      throw InvalidRequest.value(
          "input",
          "text %d has %d tokens, %s reads %d"
              .formatted(at, tokens, ref.id(), embedder.mostTokens()));
    }
    return tokens;
  }

  private ArrayNode vector(ChatRequest request, String text) throws InterruptedException {
    if (request.disconnected().fired()) {
      throw new ClientDisconnected();
    }
    float[] vector = threads.embed(embedder, text, request.timeLeft());
    JsonNode wanted = Admission.node(request.body(), "dimensions");
    if (wanted != null && wanted.intValue() != vector.length) {
      throw InvalidRequest.value(
          "dimensions", "vectors of %s have %d numbers".formatted(ref.id(), vector.length));
    }
    ArrayNode numbers = JsonNodeFactory.instance.arrayNode(vector.length);
    for (float number : vector) {
      numbers.add(number);
    }
    return numbers;
  }
}
