package sml.gateway.school.asking;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Component;
import sml.gateway.chat.Answer;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.Category;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.Sounding.Errand;
import sml.gateway.chat.Sounding.Purpose;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.exam.Reply;

/** Gives a proctor work to do, as long as enough of its quota is left for live traffic. */
@Component
public final class Consulting {
  private final Bounds bounds;
  private final SchoolSettings settings;

  Consulting(Bounds bounds, SchoolSettings settings) {
    this.bounds = bounds;
    this.settings = settings;
  }

  /** True while the proctor may be asked. */
  public boolean affords(ModelRef proctor) {
    return bounds.affords(proctor, settings.leave()) && !bounds.isSpent(proctor);
  }

  /**
   * What the proctor says; empty when it may not be asked now or no readable answer came.
   *
   * @param body a chat request; its model is replaced
   */
  public Optional<Reply> ask(ModelRef proctor, Category category, byte[] body, Duration patience)
      throws InterruptedException {
    if (!affords(proctor)) {
      return Optional.empty();
    }
    Attempt attempt = bounds.ask(new Errand(proctor, body, category, patience, Purpose.GRADING));
    if (attempt instanceof Attempt.Answered answered
        && answered.answer() instanceof Answer.Whole whole) {
      try {
        return Optional.of(Reply.of(whole.json()));
      } catch (IOException unreadable) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
