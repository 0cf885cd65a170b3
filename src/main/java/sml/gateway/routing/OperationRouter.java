package sml.gateway.routing;

import com.fasterxml.jackson.core.type.TypeReference;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.Model.Kind;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Attempt.Answered;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.ChatRequest.Operation;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.Plan;
import sml.gateway.chat.PlanStep;
import sml.gateway.json.ProgramFile;

/**
 * Plans what is no chat: the models of the kind that is asked for, one after another. Vectors of
 * two models cannot be compared, so embeddings only ever fail over between providers of one model.
 */
@Component("operationRouter")
final class OperationRouter {
  /** Ids of OpenAI's own models, which SDKs and examples have in their code. */
  private static final Pattern OPENAI =
      Pattern.compile(
          "(tts-1|whisper-1|dall-e-|gpt-image-|gpt-4o-.*(tts|transcribe)|.*moderation-).*");

  private static final Map<Operation, Known> KNOWN =
      new ProgramFile("catalog/operations.json").as(new TypeReference<>() {});

  private final ModelRegistry registry;
  private final LiveStats liveStats;
  private final ModelNames names;

  /**
   * What is known of one operation.
   *
   * @param models ids without their provider, in lower case, the one to prefer first
   * @param providers providers that offer it, by name
   */
  private record Known(List<String> models, List<String> providers) {}

  OperationRouter(ModelRegistry registry, LiveStats liveStats, ModelNames names) {
    this.registry = registry;
    this.liveStats = liveStats;
    this.names = names;
  }

  /**
   * The plan of a request.
   *
   * @throws NotFound when the model is unknown
   * @throws InvalidRequest when it is one of another kind
   * @throws NoModelFits when no model of this kind can be asked
   */
  public Plan plan(@Variable("request") ChatRequest request) {
    Operation operation = request.operation();
    List<Model> models = models(request.model(), operation);
    List<Candidate> candidates =
        models.stream().map(model -> candidate(model, request.model())).toList();
    return Plan.of(
        Category.GENERAL,
        true,
        candidates,
        List.of(),
        HedgePlanner.alone(candidates, 0),
        candidates.size() + " models of the kind that is asked for, in turn");
  }

  /** The plan for the next part of a request: the model that answered the last part is first. */
  public Plan again(@Variable("plan") Plan plan) {
    return plan.next() instanceof PlanStep.Settled(Answered answered, var _) && answered != null
        ? plan.then(
            new PlanStep.Ask(
                answered.candidate(), Duration.ZERO, plan.candidates().size() == 1, false))
        : plan;
  }

  private List<Model> models(String id, Operation operation) {
    List<Model> all =
        registry.models().stream().filter(model -> model.kind() == kind(operation)).toList();
    if (isAuto(id) || isForeign(id, operation)) {
      return usual(all, operation);
    }
    List<Model> named = all.stream().filter(model -> sameModel(model, id)).toList();
    if (id.indexOf('/') > 0) {
      List<Model> exact = all.stream().filter(model -> model.ref().id().equals(id)).toList();
      named = exact.isEmpty() ? named : exact;
    }
    if (!named.isEmpty()) {
      return ordered(named);
    }
    List<Model> others = names.resolve(id);
    if (others.stream().anyMatch(model -> refuses(model, id, operation))) {
      throw new InvalidRequest(
          "The model `%s` does not answer at %s.".formatted(id, "/v1" + operation.path()), "model");
    }
    return ordered(others);
  }

  /**
   * The kind of a model is guessed by its name. One that is named in full and has never answered a
   * chat may make vectors as well.
   */
  private boolean refuses(Model model, String id, Operation operation) {
    boolean mayEmbed =
        operation == Operation.EMBEDDING
            && model.ref().id().equals(id)
            && stats(model).usualTotal() == null;
    return model.chat() && !mayEmbed;
  }

  /** Those to use when the client named none. */
  private List<Model> usual(List<Model> all, Operation operation) {
    if (all.isEmpty()) {
      throw new NoModelFits(
          "No provider that can be used has a model for /v1%s. Add a key for %s with POST /api/setup."
              .formatted(operation.path(), String.join(", ", known(operation).providers())),
          null);
    }
    List<String> preferred = known(operation).models();
    List<Model> sorted =
        ordered(all).stream()
            .sorted(Comparator.comparingInt(model -> place(preferred, name(model.ref().model()))))
            .toList();
    if (operation != Operation.EMBEDDING) {
      return sorted;
    }
    // the choice must not depend on who is healthy: it decides what the vectors can be compared
    // with
    String first =
        all.stream()
            .map(model -> name(model.ref().model()))
            .min(
                Comparator.<String>comparingInt(name -> place(preferred, name))
                    .thenComparing(Comparator.naturalOrder()))
            .orElseThrow();
    return sorted.stream().filter(model -> name(model.ref().model()).equals(first)).toList();
  }

  private static int place(List<String> preferred, String name) {
    int place = preferred.indexOf(name);
    return place < 0 ? preferred.size() : place;
  }

  /** Those that can be asked now first, then by success and time. */
  private List<Model> ordered(List<Model> models) {
    return models.stream()
        .sorted(
            Comparator.<Model, Boolean>comparing(model -> stats(model).cooldown() != null)
                .thenComparing(model -> -stats(model).success())
                .thenComparing(model -> millis(stats(model))))
        .toList();
  }

  private LiveStats.ModelStats stats(Model model) {
    return liveStats.of(model.ref(), Category.GENERAL);
  }

  private static long millis(LiveStats.ModelStats stats) {
    Duration usual = stats.usualTotal();
    return usual == null ? Long.MAX_VALUE : usual.toMillis();
  }

  private Candidate candidate(Model model, String asked) {
    LiveStats.ModelStats stats = stats(model);
    boolean named = asked.equals(model.ref().id());
    return new Candidate(
        model.ref(),
        named,
        0,
        stats.usualFirstContent(),
        stats.headroom(),
        "of the kind asked for");
  }

  private static boolean isAuto(String id) {
    return id.isBlank() || id.equals("auto") || id.equals("sml/auto");
  }

  /** Vectors of another model are never passed for those of the one that was named. */
  private boolean isForeign(String id, Operation operation) {
    return operation != Operation.EMBEDDING
        && OPENAI.matcher(id).matches()
        && registry.named(id).isEmpty()
        && registry.models().stream().noneMatch(model -> model.ref().id().equals(id));
  }

  private static boolean sameModel(Model model, String id) {
    return model.ref().model().equals(id)
        || name(model.ref().model()).equals(id.toLowerCase(Locale.ROOT));
  }

  /** What providers of one model have in common in its ids: the part after the last slash. */
  static String name(String id) {
    String last = id.substring(id.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    for (String ending : List.of(":free", ":latest")) {
      last = last.endsWith(ending) ? last.substring(0, last.length() - ending.length()) : last;
    }
    return last;
  }

  private static Kind kind(Operation operation) {
    return switch (operation) {
      case CHAT -> Kind.CHAT;
      case EMBEDDING -> Kind.EMBEDDING;
      case MODERATION -> Kind.MODERATION;
      case IMAGE -> Kind.IMAGE;
      case SPEECH -> Kind.SPEECH;
      case TRANSCRIPTION, TRANSLATION -> Kind.TRANSCRIPTION;
    };
  }

  private static Known known(Operation operation) {
    return KNOWN.getOrDefault(operation, new Known(List.of(), List.of()));
  }
}
