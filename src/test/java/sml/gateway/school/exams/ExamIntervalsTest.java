package sml.gateway.school.exams;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamIntervalsTest {

  @ParameterizedTest
  @CsvSource({
    "1.00, 0, 168",
    "0.95, 0, 168",
    "0.94, 0, 24",
    "0.70, 0, 24",
    "0.69, 0, 4",
    "0.50, 0, 4",
    "0.49, 0, 1",
    "0.00, 2, 1",
    "0.99, 3, 72",
    "0.00, 3, 72",
    "0.70, 9, 72"
  })
  void theNextExamFollowsFromLiveSuccessAndFailuresInARow(double success, int fails, int hours) {
    assertThat(ExamIntervals.afterExam(success, fails)).isEqualTo(Duration.ofHours(hours));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 4", "3, 16", "4, 24", "50, 24"})
  void aVoidAttemptIsFollowedByLongerPauses(int voids, int hours) {
    assertThat(ExamIntervals.afterVoid(voids)).isEqualTo(Duration.ofHours(hours));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 4", "3, 16", "4, 64", "5, 256", "6, 360", "99, 360"})
  void aQuestionIsAskedAgainAfterLongerPauses(int tries, int minutes) {
    assertThat(ExamIntervals.beforeRetry(tries, Duration.ofMinutes(1), Duration.ofHours(6)))
        .isEqualTo(Duration.ofMinutes(minutes));
  }
}
