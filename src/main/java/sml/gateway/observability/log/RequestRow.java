package sml.gateway.observability.log;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Candidate;
import sml.gateway.chat.Category;
import sml.gateway.chat.ExcludedModel;

/**
 * One finished request as it waits for the writer: the flat columns and what the trace is made of.
 * The lists belong to the plan and are immutable, so making a row copies next to nothing.
 */
record RequestRow(LogEntry entry, Story story) {

  /**
   * The data of the trace.
   *
   * @param category null when the request was refused before anyone looked at its prompt
   * @param thai null likewise
   * @param signs the evidence for the category, see {@link sml.gateway.chat.RequestProfile}
   */
  record Story(
      @Nullable Category category,
      @Nullable Boolean thai,
      Supplier<String> signs,
      boolean explicit,
      String note,
      List<Candidate> candidates,
      List<ExcludedModel> dropped,
      List<TracedAttempt> attempts) {

    /** How much memory it keeps, in entries of the trace. */
    int entries() {
      return 1 + candidates.size() + dropped.size() + attempts.size();
    }
  }
}
