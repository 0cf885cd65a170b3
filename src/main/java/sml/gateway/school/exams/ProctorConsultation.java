package sml.gateway.school.exams;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient.ProbeRequest;
import sml.gateway.chat.ProbeClient.Purpose;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.paper.ExamReply;

/** Sends a request to a proctor while enough of its quota is left for live traffic. */
@Component
public final class ProctorConsultation {
  private final AskingLimits askingLimits;
  private final SchoolSettings settings;

  ProctorConsultation(AskingLimits askingLimits, SchoolSettings settings) {
    this.askingLimits = askingLimits;
    this.settings = settings;
  }

  /** True while the proctor may be asked. */
  public boolean affords(ModelRef proctor) {
    return askingLimits.affords(proctor, settings.leave()) && !askingLimits.isSpent(proctor);
  }

  /**
   * The proctor's reply; empty when it may not be asked now or gave no readable answer.
   *
   * @param body a chat request; its model is replaced
   */
  public Optional<ExamReply> ask(ModelRef proctor, Category category, byte[] body, Duration timeout)
      throws InterruptedException {
    if (!affords(proctor)) {
      return Optional.empty();
    }
    Attempt attempt =
        askingLimits.ask(new ProbeRequest(proctor, body, category, timeout, Purpose.GRADING));
    if (attempt instanceof Attempt.Answered answered
        && answered.answer() instanceof Answer.Whole whole) {
      try {
        return Optional.of(ExamReply.of(whole.json()));
      } catch (IOException unreadable) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
