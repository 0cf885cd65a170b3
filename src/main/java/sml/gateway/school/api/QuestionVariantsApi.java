package sml.gateway.school.api;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.jobs.WorkerLog;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.questions.QuestionVariant;
import sml.gateway.school.questions.QuestionVariant.Decider;
import sml.gateway.school.questions.QuestionVariant.State;
import sml.gateway.school.questions.VariantStore;

/** {@code /api/question-variants}: the variants that proctors proposed, with their state. */
@Component("questionVariantsApi")
final class QuestionVariantsApi {
  private final VariantStore store;
  private final WorkerLog log;
  private final SchoolSettings settings;
  private final Clock clock;

  record VariantPage(
      boolean enabled, int perQuestion, Map<String, Long> totals, List<VariantRow> variants) {}

  record RefusedVariant(boolean ok, VariantRow variant) {}

  record VariantRow(
      long id,
      String questionId,
      String state,
      @Nullable String decidedBy,
      String prompt,
      String proposer,
      @Nullable String validator,
      String reason,
      int used,
      Instant proposedAt,
      @Nullable Instant decidedAt,
      @Nullable Instant lastUsedAt) {
    static VariantRow of(QuestionVariant questionVariant) {
      return new VariantRow(
          questionVariant.id(),
          questionVariant.questionId(),
          questionVariant.state().id(),
          questionVariant.decider() == null ? null : questionVariant.decider().id(),
          questionVariant.prompt(),
          questionVariant.proposer().id(),
          questionVariant.validator() == null ? null : questionVariant.validator().id(),
          questionVariant.reason(),
          questionVariant.used(),
          questionVariant.proposedAt(),
          questionVariant.decidedAt(),
          questionVariant.lastUsedAt());
    }
  }

  QuestionVariantsApi(VariantStore store, WorkerLog log, SchoolSettings settings, Clock clock) {
    this.store = store;
    this.log = log;
    this.settings = settings;
    this.clock = clock;
  }

  /** All that are kept, newest first; {@code state} and {@code question} narrow the list. */
  public VariantPage list(
      @Header("question") @Nullable String asked, @Header("state") @Nullable String stateId) {
    String question = QueryParameters.text(asked);
    State state = state(QueryParameters.text(stateId));
    List<QuestionVariant> all = store.all();
    Map<String, Long> totals = new LinkedHashMap<>();
    for (State each : State.values()) {
      totals.put(each.id(), all.stream().filter(one -> one.state() == each).count());
    }
    return new VariantPage(
        settings.variants().enabled(),
        settings.variants().perQuestion(),
        totals,
        all.stream()
            .filter(one -> state == null || one.state() == state)
            .filter(one -> question == null || one.questionId().equals(question))
            .map(VariantRow::of)
            .toList());
  }

  /** Refuses one for good; attempts that drew it before keep it to their end. */
  public RefusedVariant refuse(@Header("id") String given) {
    long id = id(given);
    QuestionVariant questionVariant =
        store
            .find(id)
            .orElseThrow(
                () -> new NotFound("There is no variant %d.".formatted(id), "id", "not_found"));
    if (store.dismiss(
        id, State.REFUSED, Decider.OPERATOR, null, "refused by the operator", clock.instant())) {
      log.note(
          "variants",
          WorkerLog.Level.WARN,
          "A variant of %s by %s was refused by the operator"
              .formatted(questionVariant.questionId(), questionVariant.proposer().id()));
    }
    return new RefusedVariant(true, VariantRow.of(store.find(id).orElse(questionVariant)));
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      throw new InvalidRequest("`id` in the path must be the number of a variant.", "id");
    }
  }

  private static @Nullable State state(@Nullable String id) {
    return id == null
        ? null
        : QueryParameters.oneOf("state", id, List.of(State.values()), State::id);
  }
}
