package sml.gateway.school.api;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Call;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.WorkBook;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.variants.Variant;
import sml.gateway.school.variants.Variant.Decider;
import sml.gateway.school.variants.Variant.State;
import sml.gateway.school.variants.VariantStore;

/** {@code /api/question-variants}: what proctors proposed, and what became of it. */
@Component("questionVariants")
final class QuestionVariants {
  private static final String PATH = "/api/question-variants/";

  private final VariantStore store;
  private final WorkBook book;
  private final SchoolSettings settings;
  private final Wire wire;
  private final Clock clock;

  QuestionVariants(
      VariantStore store, WorkBook book, SchoolSettings settings, Wire wire, Clock clock) {
    this.store = store;
    this.book = book;
    this.settings = settings;
    this.wire = wire;
    this.clock = clock;
  }

  /** All that are kept, newest first; {@code state} and {@code question} narrow the list. */
  public HttpReply list(Call call) {
    String question = Wire.text(call, "question");
    State state = state(Wire.text(call, "state"));
    List<Variant> all = store.all();
    Map<String, Object> totals = new LinkedHashMap<>();
    for (State each : State.values()) {
      totals.put(each.id(), all.stream().filter(one -> one.state() == each).count());
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("enabled", settings.variants().enabled());
    answer.put("perQuestion", settings.variants().perQuestion());
    answer.put("totals", totals);
    answer.put(
        "variants",
        all.stream()
            .filter(one -> state == null || one.state() == state)
            .filter(one -> question == null || one.questionId().equals(question))
            .map(QuestionVariants::row)
            .toList());
    return wire.reply(answer);
  }

  /** Refuses one for good; attempts that drew it before keep it to their end. */
  public HttpReply refuse(Call call) {
    long id = id(call.pathAfter(PATH));
    Variant variant =
        store
            .find(id)
            .orElseThrow(
                () -> new NotFound("There is no variant %d.".formatted(id), "id", "not_found"));
    if (store.dismiss(
        id, State.REFUSED, Decider.OPERATOR, null, "refused by the operator", clock.instant())) {
      book.note(
          "variants",
          WorkBook.Level.WARN,
          "A variant of %s by %s was refused by the operator"
              .formatted(variant.questionId(), variant.proposer().id()));
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", true);
    answer.put("variant", store.find(id).map(QuestionVariants::row).orElse(Map.of("id", id)));
    return wire.reply(answer);
  }

  private static long id(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException none) {
      throw new InvalidRequest("`id` in the path must be the number of a variant.", "id");
    }
  }

  private static @Nullable State state(@Nullable String id) {
    if (id == null) {
      return null;
    }
    return Arrays.stream(State.values())
        .filter(state -> state.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "`state` must be one of "
                        + Arrays.stream(State.values())
                            .map(State::id)
                            .collect(Collectors.joining(", "))
                        + ".",
                    "state"));
  }

  private static Map<String, @Nullable Object> row(Variant variant) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("id", variant.id());
    row.put("questionId", variant.questionId());
    row.put("state", variant.state().id());
    row.put("decidedBy", variant.decider() == null ? null : variant.decider().id());
    row.put("prompt", variant.prompt());
    row.put("proposer", variant.proposer().id());
    row.put("validator", variant.validator() == null ? null : variant.validator().id());
    row.put("reason", variant.reason());
    row.put("used", variant.used());
    row.put("proposedAt", variant.proposedAt().toString());
    row.put("decidedAt", text(variant.decidedAt()));
    row.put("lastUsedAt", text(variant.lastUsedAt()));
    return row;
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
