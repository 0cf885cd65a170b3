package sml.gateway.school.records;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;

/** Table {@code grading_history}: every mark a proctor gave. */
@Component
public class GradingStore {
  private final JdbcTemplate batches;

  GradingStore(JdbcTemplate jdbc) {
    this.batches = jdbc;
  }

  /**
   * One mark.
   *
   * @param attemptId null outside an attempt
   * @param original the grader's own mark, 0 to 10
   * @param decided the median of all graders' marks
   */
  public record Grading(
      @Nullable Long attemptId,
      ModelRef grader,
      String role,
      String questionId,
      Category category,
      double original,
      double decided,
      String reasoning,
      String method,
      Instant at) {}

  public void add(List<Grading> gradings) {
    batches.batchUpdate(
        """
        insert into grading_history (attempt_id, grader_model_id, grader_role, question_id,
          category, original_score, final_score, reasoning, method, graded_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        gradings.stream()
            .map(
                one ->
                    new Object[] {
                      one.attemptId(),
                      one.grader().rowId(),
                      one.role(),
                      one.questionId(),
                      one.category().id(),
                      one.original(),
                      one.decided(),
                      AnswerStore.storable(one.reasoning()),
                      one.method(),
                      AttemptStore.at(one.at())
                    })
            .toList());
  }
}
