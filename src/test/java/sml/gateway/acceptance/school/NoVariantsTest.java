package sml.gateway.acceptance.school;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Talent;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Received;
import sml.gateway.testkit.provider.SimulatedProvider;

class NoVariantsTest {

  /** With the switch on this proctor is asked at once, as {@link QuestionVariantsTest} shows. */
  @Test
  void whereVariantsAreSwitchedOffNoProctorIsAskedForOne() {
    try (Town town = Town.where("SML_QUESTION_VARIANTS", "false")) {
      var proctors = new ScriptedProctors(town.crib());
      proctors.propose("another wording");
      Behaviour able =
          Behaviour.healthy()
              .saying(new Content.ExamTaker(proctors, Talent.of(1), new Contents.Words(20)));
      town.level("high");
      List<SimulatedProvider> staff =
          Stream.of("ada", "bob").map(name -> town.examinee("staff-" + name, name, able)).toList();
      town.round();
      assertThat(town.client().get("/api/teachers").json().path("proctors")).hasSize(2);
      town.variants();
      List<Received> asked = staff.stream().flatMap(one -> one.requests().stream()).toList();
      assertThat(asked).isNotEmpty().noneMatch(ScriptedProctors::asksForProposal);
      assertThat(town.sql.queryForList("select id from question_variants")).isEmpty();
    }
  }
}
