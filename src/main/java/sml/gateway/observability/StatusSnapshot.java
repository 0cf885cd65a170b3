package sml.gateway.observability;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.jobs.WorkerStatus;

/** What the status shows of the tables, as they were at the last reading. */
record StatusSnapshot(
    WorkerStatus worker,
    Stats stats,
    ModelChanges modelChanges,
    List<StatusStore.WorkerLogRow> logEntries) {
  /** Nothing was read yet. */
  static final StatusSnapshot EMPTY =
      new StatusSnapshot(
          WorkerStatus.UNKNOWN,
          new Stats(null, null, null, null, null, null, null),
          ModelChanges.of(List.of()),
          List.of());

  /**
   * Counts of models; null while they were never read.
   *
   * @param availableModels listed by their provider and not cooling down
   * @param cooldownModels cooling down after failures
   * @param avgScore mean exam score of those who passed in percent, null while none has passed one
   */
  record Stats(
      @Nullable Integer totalModels,
      @Nullable Integer availableModels,
      @Nullable Integer cooldownModels,
      @Nullable Integer passedExam,
      @Nullable Integer failedExam,
      @Nullable Integer benchmarkedModels,
      @Nullable Double avgScore) {}

  /** Models that came within a day, or were not seen for 2 hours, 2 days and 7 days. */
  record ModelChanges(
      @JsonProperty("new") List<Changed> fresh,
      List<Changed> missing,
      List<Changed> warning,
      List<Changed> expelled) {

    static ModelChanges of(List<Changed> changes) {
      return new ModelChanges(
          named("new", changes),
          named("missing", changes),
          named("warning", changes),
          named("expelled", changes));
    }

    private static List<Changed> named(String change, List<Changed> all) {
      return all.stream().filter(one -> one.change().equals(change)).toList();
    }
  }

  /**
   * One such model.
   *
   * @param change names its list
   * @param lastSeen null for new ones
   * @param checked whether its health was ever checked; null for lost ones
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Changed(
      @JsonIgnore String change,
      String id,
      String name,
      String provider,
      @JsonProperty("model_id") String modelId,
      @JsonProperty("context_length") int contextLength,
      String tier,
      Instant firstSeen,
      @Nullable Instant lastSeen,
      @Nullable Boolean checked) {}
}
