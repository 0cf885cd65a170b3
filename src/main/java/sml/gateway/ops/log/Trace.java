package sml.gateway.ops.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Dropped;
import sml.gateway.chat.Value;

/** Why a request was answered as it was, in the members and order of {@code GET /v1/trace/{id}}. */
record Trace(
    @Nullable String category,
    String signs,
    @Nullable String language,
    boolean explicit,
    String note,
    List<Considered> candidates,
    List<Left> dropped,
    List<Lane> attempts,
    Hedge hedge,
    String cache) {

  /** A candidate with the score it was ranked by. */
  record Considered(
      String model,
      double score,
      double headroom,
      @Nullable Long usualFirstContentMs,
      Value value,
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
    static Left of(Dropped dropped) {
      return new Left(dropped.ref().id(), dropped.reason());
    }
  }

  /** An attempt; {@code lane} is its place in the race it was part of, absent when it was alone. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Lane(@Nullable Integer lane, @JsonUnwrapped Tried attempt) {}

  /** What happened in the race, by time; {@code winner} is null when nobody won. */
  record Hedge(boolean used, @Nullable String winner, List<Moment> timeline) {}

  /** One thing that happened {@code ms} milliseconds after the request arrived. */
  record Moment(long ms, int lane, String model, String event) {}

  static Trace of(Row row) {
    Row.Story story = row.story();
    List<Lane> lanes = lanes(story.attempts());
    Boolean thai = story.thai();
    return new Trace(
        story.category() == null ? null : story.category().id(),
        story.signs().get(),
        thai == null ? null : thai ? "th" : "other",
        story.explicit(),
        story.note(),
        story.candidates().stream().map(Considered::of).toList(),
        story.dropped().stream().map(Left::of).toList(),
        lanes,
        hedge(lanes),
        row.entry().cache());
  }

  /** True when two models were asked at the same time. */
  static boolean raced(List<Tried> attempts) {
    for (int i = 1; i < attempts.size(); i++) {
      if (attempts.get(i).asked() && meets(attempts.get(i), attempts.subList(0, i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean meets(Tried attempt, List<Tried> others) {
    return others.stream().anyMatch(other -> other.asked() && attempt.overlaps(other));
  }

  private static List<Lane> lanes(List<Tried> attempts) {
    List<Tried> byStart =
        attempts.stream().sorted(Comparator.comparingLong(Tried::startedMs)).toList();
    return attempts.stream().map(tried -> new Lane(lane(tried, byStart), tried)).toList();
  }

  private static @Nullable Integer lane(Tried tried, List<Tried> byStart) {
    int earlier = 0;
    boolean passed = false;
    boolean alone = true;
    for (Tried other : byStart) {
      if (other == tried) {
        passed = true;
      } else if (tried.asked() && other.asked() && tried.overlaps(other)) {
        alone = false;
        earlier += passed ? 0 : 1;
      }
    }
    return alone ? null : earlier;
  }

  /** {@code started}, or the reason why it joined later. */
  private static String begun(Tried tried) {
    String joined = tried.joined();
    return joined == null || joined.equals("start") ? "started" : joined;
  }

  private static Hedge hedge(List<Lane> lanes) {
    List<Moment> timeline = new ArrayList<>();
    String winner = null;
    for (Lane lane : lanes) {
      Integer place = lane.lane();
      if (place != null) {
        Tried tried = lane.attempt();
        timeline.add(new Moment(tried.startedMs(), place, tried.model(), begun(tried)));
        Long first = tried.firstContentMs();
        if (first != null) {
          timeline.add(new Moment(first, place, tried.model(), "first_content"));
        }
        timeline.add(new Moment(tried.endedMs(), place, tried.model(), tried.outcome()));
        winner = tried.answered() ? tried.model() : winner;
      }
    }
    timeline.sort(Comparator.comparingLong(Moment::ms));
    return new Hedge(!timeline.isEmpty(), winner, List.copyOf(timeline));
  }
}
