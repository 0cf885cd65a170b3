package sml.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient.Purpose;
import sml.gateway.modelhealth.DailyQuotas.DailyQuota;
import sml.gateway.testkit.TestDatabase;

class WarmUpTest {
  private static final ModelRef A = new ModelRef("one", "a");
  private static final ModelRef B = new ModelRef("one", "b");
  private static final ModelRef C = new ModelRef("two", "c");

  @TempDir static Path data;
  private static Net net;
  private static DiscoveryWorld world;

  @BeforeAll
  static void start() {
    net = new Net();
    world = new DiscoveryWorld(TestDatabase.dataSource(), data, "sml.warmup.most-models=2");
  }

  @AfterAll
  static void stop() {
    world.close();
    net.close();
  }

  @BeforeEach
  void reset() {
    net.forget();
    world.reset();
    net.page("/one/models", 200, "{'data':[{'id':'a'},{'id':'b'}]}");
    net.page("/two/models", 200, "{'data':[{'id':'c'}]}");
    world.provider("one", net.origin());
    world.provider("two", net.origin());
    world.run("scan");
  }

  private static void warm() {
    world
        .beans
        .getBean(org.apache.camel.ProducerTemplate.class)
        .requestBody("bean:warmUp?method=warm", "");
  }

  private static JsonNode stats() {
    return new ObjectMapper()
        .valueToTree(
            world
                .beans
                .getBean(org.apache.camel.ProducerTemplate.class)
                .requestBody("bean:warmUpStatsApi?method=report", (Object) ""));
  }

  @Test
  void beforeAnyExamWhoDoesWellIsKeptWarmTheFastestFirst() throws IOException {
    warm();
    assertThat(stats().path("totalPings24h").asInt()).isZero();
    assertThat(stats().path("successRate").isNull()).isTrue();
    assertThat(stats().path("lastRunAt").asText()).startsWith("2026-11-");
    world.field.setStats(A, 9, 900, 1);
    world.field.setStats(B, 9, 100, 1);
    world.field.setStats(C, 9, 300, 1);
    world.field.dead.add("two");
    warm();
    assertThat(world.field.opened).containsExactlyInAnyOrder("one", "two");
    assertThat(world.field.probeRequests).isEmpty();
    assertThat(world.column("select model_id || ' ' || kind || ' ' || ok from warmup_pings"))
        .containsExactlyInAnyOrder("one:b connection true", "two:c connection false");
    assertThat(world.log.about("Pinged 2 models, 1 ok")).hasSize(1);
    assertThat(stats().path("successRate").asDouble()).isEqualTo(50.0);
    assertThat(stats().at("/recentLogs/0/message").asText()).isEqualTo("Pinged 2 models, 1 ok");
  }

  @Test
  void whoHasPassedGoesBeforeWhoHasNot() {
    world.field.setStats(A, 9, 900, 1);
    world.field.setStats(B, 9, 100, 1);
    world.field.passed.add(A);
    warm();
    assertThat(world.column("select model_id from warmup_pings")).containsExactly("one:a");
  }

  @Test
  void tokensAreSpentWithinOnePercentOfAKnownQuotaOnly() throws IOException {
    world.field.passed.add(A);
    world.field.passed.add(C);
    world.field.quotas.put(A, new DailyQuota(300L, null));
    for (int i = 0; i < 5; i++) {
      warm();
      world.pass(Duration.ofMinutes(2));
    }
    assertThat(world.field.asked(Purpose.WARM_UP)).containsExactly("one/a", "one/a", "one/a");
    assertThat(stats().path("totalPings24h").asInt()).isEqualTo(10);
    assertThat(stats().path("tokenPings24h").asInt()).isEqualTo(3);
    world.field.quotas.put(A, new DailyQuota(300L, 1_000L));
    world.pass(Duration.ofDays(1));
    warm();
    assertThat(world.field.asked(Purpose.WARM_UP)).hasSize(3);
    assertThat(stats().path("totalPings24h").asInt()).isEqualTo(2);
  }
}
