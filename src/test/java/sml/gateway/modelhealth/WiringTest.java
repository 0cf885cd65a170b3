package sml.gateway.modelhealth;

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
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.AttemptFinished;
import sml.gateway.chat.AttemptTiming;
import sml.gateway.chat.LiveStats;
import sml.gateway.cluster.ClusterState;
import sml.gateway.cluster.TestReplica;
import sml.gateway.modelhealth.quotas.QuotaAccounts;
import sml.gateway.upstream.AdmissionGate;

class WiringTest {
  private final Lab lab = new Lab();
  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withUserConfiguration(Room.class)
          .withBean(Clock.class, () -> lab.clock)
          .withBean(ObjectMapper.class)
          .withBean(ClusterState.class, TestReplica::alone)
          .withBean(Keyring.class, Lab.Keys::new)
          .withBean(ModelRegistry.class, Lab.Lists::new)
          .withBean(QuotaAccounts.class, () -> QuotaAccounts.SINGLE);

  @Test
  void anAttemptThatFailedIsHeardByTheGate() {
    context.run(
        running -> {
          var broken =
              new Attempt.Broken(Lab.candidate(Lab.A), new AttemptTiming(0, null, 9), "x", true);
          running.publishEvent(
              new AttemptFinished(lab.request(), true, broken, null, Map.of(), null));
          assertThat(
                  running
                      .getBean(AdmissionGate.class)
                      .enter(Lab.A, 1, AdmissionGate.Admission.HEALTHY))
              .isInstanceOf(AdmissionGate.Entry.Shut.class);
          assertThat(running).hasSingleBean(LiveStats.class);
          assertThat(running).hasBean("providerLimitsApi").hasBean("circuitsApi");
        });
  }

  @Test
  void aSettingOutOfItsRangeStopsTheStart() {
    context
        .withPropertyValues("sml.learning.breaker-success=1.5")
        .run(failed -> assertThat(failed).getFailure().rootCause().hasMessageContaining("breaker"));
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(ModelHealthSettings.class)
  @Import({
    ModelHealthConfiguration.class,
    ModelHealthState.class,
    ModelAdmissionGate.class,
    ModelLiveStats.class,
    ProviderLoad.class,
    ChangeCounter.class,
    AttemptListener.class,
    ProviderLimitsApi.class,
    CircuitsApi.class
  })
  static class Room {}
}
