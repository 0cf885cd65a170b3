package sml.gateway.observability.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.CandidateScore;
import sml.gateway.chat.ExcludedModel;

/** Why a request was answered as it was, in the members and order of {@code GET /v1/trace/{id}}. */
record RequestTrace(
    @Nullable String category,
    String signs,
    @Nullable String language,
    boolean explicit,
    String note,
    List<Considered> candidates,
    List<Left> dropped,
    List<HedgeSlot> attempts,
    Hedge hedge,
    String cache) {

  /** A candidate with the score it was ranked by. */
  record Considered(
      String model,
      double score,
      double headroom,
      @Nullable Long usualFirstContentMs,
      CandidateScore value,
      String why) {
    static Considered of(Candidate candidate) {
      var usual = candidate.usualFirstContent();
      return new Considered(
          candidate.ref().id(),
          candidate.value().total(),
          candidate.headroom(),
          usual == null ? null : usual.toMillis(),
          candidate.value(),
          candidate.value().text());
    }
  }

  /** A model that was left out. */
  record Left(String model, String reason) {
    static Left of(ExcludedModel excludedModel) {
      return new Left(excludedModel.ref().id(), excludedModel.reason());
    }
  }

  /** An attempt; {@code lane} is its slot in the hedge it was part of, absent when it was alone. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record HedgeSlot(@Nullable Integer lane, @JsonUnwrapped TracedAttempt attempt) {}

  /** The events of the hedge, by time; {@code winner} is null when no attempt won. */
  record Hedge(boolean used, @Nullable String winner, List<Moment> timeline) {}

  /** One thing that happened {@code ms} milliseconds after the request arrived. */
  record Moment(long ms, int lane, String model, String event) {}

  static RequestTrace of(RequestRow requestRow) {
    RequestRow.Story story = requestRow.story();
    List<HedgeSlot> slots = slots(story.attempts());
    Boolean thai = story.thai();
    return new RequestTrace(
        story.category() == null ? null : story.category().id(),
        story.signs().get(),
        thai == null ? null : thai ? "th" : "other",
        story.explicit(),
        story.note(),
        story.candidates().stream().map(Considered::of).toList(),
        story.dropped().stream().map(Left::of).toList(),
        slots,
        hedge(slots),
        requestRow.entry().cache());
  }

  /** True when two models were asked at the same time. */
  static boolean hedged(List<TracedAttempt> attempts) {
    for (int i = 1; i < attempts.size(); i++) {
      if (attempts.get(i).asked() && meets(attempts.get(i), attempts.subList(0, i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean meets(TracedAttempt attempt, List<TracedAttempt> others) {
    return others.stream().anyMatch(other -> other.asked() && attempt.overlaps(other));
  }

  private static List<HedgeSlot> slots(List<TracedAttempt> attempts) {
    List<TracedAttempt> byStart =
        attempts.stream().sorted(Comparator.comparingLong(TracedAttempt::startedMs)).toList();
    return attempts.stream()
        .map(tracedAttempt -> new HedgeSlot(lane(tracedAttempt, byStart), tracedAttempt))
        .toList();
  }

  private static @Nullable Integer lane(TracedAttempt tracedAttempt, List<TracedAttempt> byStart) {
    int earlier = 0;
    boolean passed = false;
    boolean alone = true;
    for (TracedAttempt other : byStart) {
      if (other == tracedAttempt) {
        passed = true;
      } else if (tracedAttempt.asked() && other.asked() && tracedAttempt.overlaps(other)) {
        alone = false;
        earlier += passed ? 0 : 1;
      }
    }
    return alone ? null : earlier;
  }

  /** {@code started}, or the reason why it joined later. */
  private static String begun(TracedAttempt tracedAttempt) {
    String joined = tracedAttempt.joined();
    return joined == null || joined.equals("start") ? "started" : joined;
  }

  private static Hedge hedge(List<HedgeSlot> slots) {
    List<Moment> timeline = new ArrayList<>();
    String winner = null;
    for (HedgeSlot slot : slots) {
      Integer place = slot.lane();
      if (place != null) {
        TracedAttempt tracedAttempt = slot.attempt();
        timeline.add(
            new Moment(
                tracedAttempt.startedMs(), place, tracedAttempt.model(), begun(tracedAttempt)));
        Long first = tracedAttempt.firstContentMs();
        if (first != null) {
          timeline.add(new Moment(first, place, tracedAttempt.model(), "first_content"));
        }
        timeline.add(
            new Moment(
                tracedAttempt.endedMs(), place, tracedAttempt.model(), tracedAttempt.outcome()));
        winner = tracedAttempt.answered() ? tracedAttempt.model() : winner;
      }
    }
    timeline.sort(Comparator.comparingLong(Moment::ms));
    return new Hedge(!timeline.isEmpty(), winner, List.copyOf(timeline));
  }
}
