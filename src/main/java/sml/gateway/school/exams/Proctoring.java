package sml.gateway.school.exams;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.SchoolSettings;
import sml.gateway.school.paper.ExamReply;
import sml.gateway.school.paper.GraderMark;
import sml.gateway.school.paper.ProctorMark;
import sml.gateway.school.paper.ProctorPrompt;
import sml.gateway.school.paper.Question;
import sml.gateway.school.records.AnswerRow;
import sml.gateway.school.records.GradingStore;
import sml.gateway.school.records.GradingStore.Grading;
import sml.gateway.school.staff.LiveExamScores;
import sml.gateway.school.staff.Teacher;
import sml.gateway.school.staff.Teacher.Role;

/**
 * Has open answers marked by up to three proctors, never by the examinee; the median counts. While
 * there is no other proctor, or none of them gives a mark however often they are asked, the rules
 * decide alone, and the result is provisional.
 */
@Component
final class Proctoring {
  /** {@link AnswerRow#method} of an answer that no proctor marked. */
  public static final String BY_RULES = "rules-provisional";

  private static final String BY_PROCTORS = "proctors";
  private static final int MOST_TRIES = 3;

  private final ProctorConsultation proctorConsultation;
  private final LiveExamScores examScores;
  private final GradingStore store;
  private final SchoolSettings settings;
  private final Clock clock;

  Proctoring(
      ProctorConsultation proctorConsultation,
      LiveExamScores examScores,
      GradingStore store,
      SchoolSettings settings,
      Clock clock) {
    this.proctorConsultation = proctorConsultation;
    this.examScores = examScores;
    this.store = store;
    this.settings = settings;
    this.clock = clock;
  }

  /**
   * The row with its decision; still {@code UNMARKED} when the proctors are to be asked again.
   *
   * @param last no proctor is asked again: the rules decide if the proctors do not
   */
  public AnswerRow mark(ModelRef examinee, Question question, AnswerRow row, boolean last)
      throws InterruptedException {
    ExamReply reply = ExamReply.text(row.answer() == null ? "" : row.answer());
    if (!(question.grade(reply) instanceof GraderMark.Open open)) {
      return row.marked(question.grade(reply) instanceof GraderMark.Right, "rules", "");
    }
    List<ModelRef> proctors = proctors(examinee, question);
    Map<ModelRef, ProctorMark> marks = new LinkedHashMap<>();
    for (ModelRef proctor : proctors) {
      if (marks.size() < settings.marks()) {
        ask(proctor, question, reply, open).ifPresent(mark -> marks.put(proctor, mark));
      }
    }
    if (!marks.isEmpty()) {
      return decided(question, row, marks);
    }
    return proctors.isEmpty() || last || row.tries() + 1 >= MOST_TRIES
        ? row.marked(true, BY_RULES, "no fault by the rules; no proctor marked it")
        : row.waitsForMarks();
  }

  private AnswerRow decided(Question question, AnswerRow row, Map<ModelRef, ProctorMark> marks) {
    boolean passes = ProctorMark.passes(marks.values());
    double median = ProctorMark.median(marks.values());
    List<Grading> gradings = new ArrayList<>();
    marks.forEach(
        (proctor, mark) ->
            gradings.add(
                new Grading(
                    row.asked().attemptId(),
                    proctor,
                    Role.PROCTOR.id(),
                    question.id(),
                    question.category(),
                    mark.mark(),
                    median,
                    mark.reason(),
                    "median of " + marks.size(),
                    clock.instant())));
    store.add(gradings);
    return row.marked(passes, BY_PROCTORS, "%.1f of 10 by %d".formatted(median, marks.size()));
  }

  private Optional<ProctorMark> ask(
      ModelRef proctor, Question question, ExamReply reply, GraderMark.Open open)
      throws InterruptedException {
    // the best models often think first
    byte[] body = ProctorPrompt.body(question, reply, open, settings.thinkingRoom());
    return proctorConsultation
        .ask(proctor, question.category(), body, settings.thinkingTimeout())
        .flatMap(ProctorMark::read);
  }

  /** Other models, those that write Thai first where the answer is in Thai; the best first. */
  private List<ModelRef> proctors(ModelRef examinee, Question question) {
    return examScores.staff().with(Role.PROCTOR).stream()
        .map(Teacher::ref)
        .filter(proctor -> !proctor.model().equals(examinee.model()))
        .sorted(Comparator.comparing(proctor -> question.thai() && !writesThai(proctor)))
        .limit(2L * settings.marks())
        .toList();
  }

  private boolean writesThai(ModelRef proctor) {
    return Boolean.TRUE.equals(examScores.of(proctor).writesThai());
  }
}
