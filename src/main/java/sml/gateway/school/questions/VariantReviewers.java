package sml.gateway.school.questions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.school.exams.ProctorConsultation;
import sml.gateway.school.paper.OpenQuestion;
import sml.gateway.school.staff.LiveExamScores;
import sml.gateway.school.staff.Teacher;
import sml.gateway.school.staff.Teacher.Role;

/** Selects the proctors that may propose or judge a wording. */
@Component
final class VariantReviewers {
  private final LiveExamScores examScores;
  private final ProctorConsultation proctorConsultation;
  private final RandomGenerator random;

  VariantReviewers(
      LiveExamScores examScores, ProctorConsultation proctorConsultation, RandomGenerator random) {
    this.examScores = examScores;
    this.proctorConsultation = proctorConsultation;
    this.random = random;
  }

  /**
   * Proctors with quota left, each model once wherever it is served, in random order to share the
   * work; those who write Thai first where the question needs it.
   */
  List<ModelRef> able(OpenQuestion question) {
    List<ModelRef> proctors = new ArrayList<>();
    for (Teacher teacher : examScores.staff().with(Role.PROCTOR)) {
      ModelRef ref = teacher.ref();
      if (proctors.stream().noneMatch(one -> one.model().equals(ref.model()))
          && proctorConsultation.affords(ref)) {
        proctors.add(ref);
      }
    }
    Collections.shuffle(proctors, random);
    proctors.sort(Comparator.comparing(ref -> question.thai() && !writesThai(ref)));
    return proctors;
  }

  private boolean writesThai(ModelRef ref) {
    return Boolean.TRUE.equals(examScores.of(ref).writesThai());
  }
}
