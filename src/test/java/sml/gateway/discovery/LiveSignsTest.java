package sml.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ToolCallsMade;
import sml.gateway.modelhealth.checks.LiveTrafficSigns;
import sml.gateway.testkit.TestDatabase;

/** What live traffic shows of skills at two gateways on one database, between health rounds. */
class LiveSignsTest {
  private static final ModelRef MODEL = new ModelRef("one", "m");

  @TempDir static Path data;
  private static DataSource database;
  private static Net net;
  private static DiscoveryWorld one;
  private static DiscoveryWorld other;

  @BeforeAll
  static void start() {
    database = TestDatabase.dataSource();
    net = new Net();
    one = new DiscoveryWorld(database, data, "sml.health.keep-every=20ms");
    other = new DiscoveryWorld(database, data, "sml.health.keep-every=20ms");
  }

  @AfterAll
  static void stop() {
    one.close();
    other.close();
    net.close();
  }

  @BeforeEach
  void reset() {
    one.reset();
    net.page("/one/models", 200, "{'data':[{'id':'m'}]}");
    one.provider("one", net.origin());
    one.run("scan");
    pass(Duration.ofDays(1));
  }

  /** Saves what a probe found today. */
  private static void provedUnable() {
    one.sql
        .sql(
            "insert into capability_probes (model_id, provider, skill, able, clear, origin,"
                + " seen_at) values ('one:m', 'one', 'tools', false, true, 'probe', :now)")
        .param("now", Timestamp.from(one.clock.instant()))
        .update();
    one.sql.sql("update models set supports_tools = 0, tools_basis = 'probed'").update();
  }

  private static void callsATool(DiscoveryWorld world) {
    world.beans.publishEvent(new ToolCallsMade(MODEL, List.of("call_1")));
  }

  private static List<String> signs() {
    return one.column("select able || ' ' || origin from capability_probes order by seen_at, id");
  }

  private static List<String> known() {
    return one.column("select supports_tools || ' ' || tools_basis from models");
  }

  private static void pass(Duration time) {
    one.pass(time);
    other.pass(time);
  }

  @Test
  void whatTwoGatewaysSawOnTwoDaysIsKnownWithoutAHealthRound() {
    provedUnable();
    pass(Duration.ofDays(1));
    callsATool(one);
    await().untilAsserted(() -> assertThat(signs()).containsExactly("false probe", "true live"));
    assertThat(known()).containsExactly("0 probed");
    pass(Duration.ofDays(1));
    callsATool(other);
    await().untilAsserted(() -> assertThat(known()).containsExactly("1 probed"));
    assertThat(signs()).containsExactly("false probe", "true live", "true live");
  }

  @Test
  void oneSignOfAKindIsKeptForADayHoweverOftenItIsSeen() {
    for (int call = 0; call < 100; call++) {
      callsATool(one);
    }
    await().untilAsserted(() -> assertThat(signs()).isNotEmpty());
    pass(Duration.ofDays(1));
    callsATool(one);
    await().untilAsserted(() -> assertThat(signs()).hasSizeGreaterThan(1));
    assertThat(signs()).containsExactly("true live", "true live");
  }

  @Test
  void whatCannotBeWrittenNowIsWrittenLater() {
    one.sql.sql("alter table capability_probes rename to away").update();
    try {
      callsATool(one);
      one.bean(LiveTrafficSigns.class).keep();
      assertThat(known()).containsExactly("-1 unknown");
    } finally {
      one.sql.sql("alter table away rename to capability_probes").update();
    }
    await().untilAsserted(() -> assertThat(known()).containsExactly("1 probed"));
    assertThat(signs()).containsExactly("true live");
  }

  @Test
  void whatAGatewaySawLastIsWrittenWhenItEnds() {
    try (var ending = new DiscoveryWorld(database, data, "sml.health.keep-every=1h")) {
      callsATool(ending);
    }
    assertThat(known()).containsExactly("1 probed");
  }
}
