package sml.gateway.learning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Roster;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.Gate;
import sml.gateway.chat.Standings;
import sml.gateway.chat.Timing;
import sml.gateway.learning.limits.Accounts;
import sml.gateway.shared.Commons;
import sml.gateway.shared.Replica;

class WiringTest {
  private final Lab lab = new Lab();
  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withUserConfiguration(Room.class)
          .withBean(Clock.class, () -> lab.clock)
          .withBean(ObjectMapper.class)
          .withBean(Commons.class, Replica::alone)
          .withBean(Keyring.class, Lab.Keys::new)
          .withBean(Roster.class, Lab.Lists::new)
          .withBean(Accounts.class, () -> Accounts.SINGLE);

  @Test
  void anAttemptThatFailedIsHeardByTheGate() {
    context.run(
        running -> {
          var broken = new Attempt.Broken(Lab.candidate(Lab.A), new Timing(0, null, 9), "x", true);
          running.publishEvent(new AttemptFinished(lab.turn(), broken, null, Map.of(), null));
          assertThat(running.getBean(Gate.class).enter(Lab.A, 1, Gate.Admission.HEALTHY))
              .isInstanceOf(Gate.Entry.Shut.class);
          assertThat(running).hasSingleBean(Standings.class);
          assertThat(running).hasBean("providerLimits").hasBean("circuits");
        });
  }

  @Test
  void aSettingOutOfItsRangeStopsTheStart() {
    context
        .withPropertyValues("sml.learning.breaker-success=1.5")
        .run(failed -> assertThat(failed).getFailure().rootCause().hasMessageContaining("breaker"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(LearningSettings.class)
  @Import({
    LearningBeans.class,
    Memory.class,
    ModelGate.class,
    ModelStandings.class,
    ProviderLoad.class,
    ChangeCount.class,
    OutcomeListener.class,
    LimitsPage.class,
    CircuitsPage.class
  })
  static class Room {}
}
