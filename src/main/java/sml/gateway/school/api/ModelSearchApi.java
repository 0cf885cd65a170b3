package sml.gateway.school.api;

import static java.util.Comparator.comparing;
import static java.util.Comparator.naturalOrder;
import static java.util.Comparator.nullsLast;
import static java.util.Comparator.reverseOrder;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.LiveStats;
import sml.gateway.network.HttpCall;
import sml.gateway.school.records.TranscriptStore;
import sml.gateway.school.records.TranscriptStore.AnswerCounts;

/** {@code GET /v1/models/search}: the usable chat models that fit, best of the category first. */
@Component("modelSearchApi")
final class ModelSearchApi {
  private static final int DEFAULT_TOP = 20;
  private static final int MOST = 200;
  private static final Set<String> TIERS = Set.of("small", "medium", "large");
  private static final List<Category> CATEGORIES =
      Stream.of(Category.values()).filter(one -> one != Category.GENERAL).toList();

  private final ModelRegistry registry;
  private final ExamScores examScores;
  private final LiveStats liveStats;
  private final TranscriptStore store;
  private final Clock clock;

  /** The search criteria; null where any value fits. */
  private record Query(
      @Nullable Category category,
      @Nullable Integer minContext,
      @Nullable Integer maxContext,
      @Nullable Boolean tools,
      @Nullable Boolean vision,
      @Nullable Boolean reasoning,
      @Nullable Boolean json,
      @Nullable String provider,
      @Nullable String tier,
      boolean excludeCooldown,
      int top) {

    static Query of(Map<String, String> given) {
      Boolean exclude = QueryParameters.flag("exclude_cooldown", given.get("exclude_cooldown"));
      Integer top = QueryParameters.number("top", given.get("top"));
      return new Query(
          category(QueryParameters.text(given.get("category"))),
          QueryParameters.number("min_context", given.get("min_context")),
          QueryParameters.number("max_context", given.get("max_context")),
          QueryParameters.flag("supports_tools", given.get("supports_tools")),
          QueryParameters.flag("supports_vision", given.get("supports_vision")),
          QueryParameters.flag("supports_reasoning", given.get("supports_reasoning")),
          QueryParameters.flag("supports_json", given.get("supports_json")),
          QueryParameters.text(given.get("provider")),
          tier(QueryParameters.text(given.get("tier"))),
          exclude == null || exclude,
          top == null ? DEFAULT_TOP : Math.clamp(top, 1, MOST));
    }

    private static @Nullable Category category(@Nullable String id) {
      return id == null ? null : QueryParameters.oneOf("category", id, CATEGORIES, Category::id);
    }

    private static @Nullable String tier(@Nullable String tier) {
      if (tier != null && !TIERS.contains(tier)) {
        throw new InvalidRequest("`tier` must be small, medium or large.", "tier");
      }
      return tier;
    }

    boolean fits(Model model) {
      return (minContext == null || model.contextLength() >= minContext)
          && (maxContext == null || model.contextLength() <= maxContext)
          && agrees(tools, model.tools())
          && agrees(vision, model.vision())
          && (reasoning == null || reasoning == model.reasoning())
          && agrees(json, model.json())
          && (provider == null || provider.equals(model.ref().provider()))
          && (tier == null || tier.equals(model.tier()));
    }

    private static boolean agrees(@Nullable Boolean wanted, @Nullable Boolean known) {
      return wanted == null || wanted.equals(known);
    }

    /** The query as it was understood. */
    Map<String, @Nullable Object> filters() {
      Map<String, @Nullable Object> filters = new LinkedHashMap<>();
      filters.put("min_context", minContext);
      filters.put("max_context", maxContext);
      filters.put("supports_tools", bit(tools));
      filters.put("supports_vision", bit(vision));
      filters.put("supports_reasoning", bit(reasoning));
      filters.put("supports_json", bit(json));
      filters.put("provider", provider);
      filters.put("tier", tier);
      filters.put("exclude_cooldown", excludeCooldown ? 1 : 0);
      return filters;
    }

    private static @Nullable Integer bit(@Nullable Boolean flag) {
      return flag == null ? null : Integer.valueOf(flag ? 1 : 0);
    }
  }

  /** A matching model with its sort keys. */
  private record Hit(
      Model model,
      LiveStats.ModelStats stats,
      ExamScores.@Nullable Score score,
      @Nullable AnswerCounts counts) {
    @Nullable Double share() {
      return score == null ? null : Double.valueOf(score.share());
    }

    @Nullable Duration latency() {
      return stats.usualTotal();
    }
  }

  record Found(
      int total,
      @Nullable String category,
      Map<String, @Nullable Object> filters,
      List<Map<String, @Nullable Object>> models) {}

  ModelSearchApi(
      ModelRegistry registry,
      ExamScores examScores,
      LiveStats liveStats,
      TranscriptStore store,
      Clock clock) {
    this.registry = registry;
    this.examScores = examScores;
    this.liveStats = liveStats;
    this.store = store;
    this.clock = clock;
  }

  public Found search(HttpCall call) {
    Query query = Query.of(call.query());
    Map<String, AnswerCounts> counts = counts(query.category());
    List<Hit> hits =
        registry.models().stream()
            .filter(Model::chat)
            .filter(query::fits)
            .map(model -> hit(model, query, counts))
            .filter(hit -> !query.excludeCooldown() || hit.stats().cooldown() == null)
            .sorted(order())
            .limit(query.top())
            .toList();
    return new Found(
        hits.size(),
        query.category() == null ? null : query.category().id(),
        query.filters(),
        hits.stream().map(this::row).toList());
  }

  private Map<String, AnswerCounts> counts(@Nullable Category category) {
    try {
      return category == null ? Map.of() : store.counts(category);
    } catch (DataAccessException away) {
      // scores and order are in memory; only the counts stay unknown
      return Map.of();
    }
  }

  private Hit hit(Model model, Query query, Map<String, AnswerCounts> counts) {
    Category category = query.category();
    return new Hit(
        model,
        liveStats.of(model.ref(), category == null ? Category.GENERAL : category),
        category == null ? null : examScores.of(model.ref()).in(category),
        counts.get(model.ref().rowId()));
  }

  private static Comparator<Hit> order() {
    return comparing(Hit::share, nullsLast(reverseOrder()))
        .thenComparing(hit -> -hit.model().contextLength())
        .thenComparing(Hit::latency, nullsLast(naturalOrder()))
        .thenComparing(hit -> hit.model().ref().id());
  }

  private Map<String, @Nullable Object> row(Hit hit) {
    Model model = hit.model();
    ExamScores.Score score = hit.score();
    var cooldown = hit.stats().cooldown();
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", model.ref().rowId());
    row.put("provider", model.ref().provider());
    row.put("model_id", model.ref().model());
    row.put("name", model.name());
    row.put("context_length", model.contextLength());
    row.put("tier", model.tier());
    row.put("supports_tools", capability(model.tools()));
    row.put("supports_vision", capability(model.vision()));
    row.put("supports_reasoning", model.reasoning() ? 1 : 0);
    row.put("supports_json_mode", capability(model.json()));
    row.put("category_score_pct", score == null ? null : Percentages.of(score.share()));
    AnswerCounts counts = score == null ? null : hit.counts();
    row.put("category_passed", counts == null ? null : counts.passed());
    row.put("category_total", counts == null ? null : counts.total());
    Duration latency = hit.latency();
    row.put("avg_latency_ms", latency == null ? null : latency.toMillis());
    row.put(
        "cooldown_until",
        cooldown == null ? null : clock.instant().plus(cooldown.left()).toString());
    return row;
  }

  private static int capability(@Nullable Boolean flag) {
    return flag == null ? -1 : flag ? 1 : 0;
  }
}
