package sml.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static sml.gateway.discovery.FakeField.answers;
import static sml.gateway.discovery.FakeField.body;
import static sml.gateway.discovery.FakeField.refuses;
import static sml.gateway.discovery.FakeField.says;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sml.gateway.catalog.models.SnapshotModelRegistry;
import sml.gateway.catalog.updates.SkillRecorder;
import sml.gateway.catalog.updates.SkillRecorder.Skill;
import sml.gateway.chat.Attempt;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.ProbeClient.ProbeRequest;
import sml.gateway.chat.ProbeClient.Purpose;
import sml.gateway.chat.Refusal.Kind;
import sml.gateway.chat.ToolCallsMade;
import sml.gateway.modelhealth.checks.SkillObservation;
import sml.gateway.testkit.TestDatabase;

class HealthRoundTest {
  private static final String TOOLS =
      "select supports_tools || ' ' || tools_basis from models where model_id = ";

  @TempDir static Path data;
  private static Net net;
  private static DiscoveryWorld world;

  @BeforeAll
  static void start() {
    net = new Net();
    world =
        new DiscoveryWorld(
            TestDatabase.dataSource(),
            data,
            "sml.health.per-provider=3",
            "sml.health.per-day=50",
            "sml.health.probes=1");
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
  }

  private static void models(String provider, String... items) {
    String list = Stream.of(items).collect(Collectors.joining(",", "{'data':[", "]}"));
    net.page("/" + provider + "/models", 200, list);
    world.provider(provider, net.origin());
    world.run("scan");
    world.happenings.clear();
  }

  private static void round() {
    world.bean(SnapshotModelRegistry.class).renew();
    world.run("health");
  }

  private static String stated(String id) {
    return "{'id':'%s','supports_tools':true,'supports_vision':true}".formatted(id);
  }

  @Test
  void onlyWhoIsDueIsCheckedAFewOfAProviderAtATime() {
    models("one", stated("a"), stated("b"), stated("c"), stated("d"));
    world.field.setStats(new ModelRef("one", "b"), 5, 100, 0.1);
    round();
    assertThat(world.field.asked(Purpose.HEALTH)).hasSize(3).doesNotContain("one/b");
    round();
    assertThat(world.field.asked(Purpose.HEALTH)).hasSize(3);
    world.pass(Duration.ofHours(25));
    round();
    assertThat(world.field.asked(Purpose.HEALTH)).hasSize(6);
    assertThat(world.column("select status from model_checks")).containsOnly("available");
    assertThat(world.log.about("Checked 3 models, 3 answered")).hasSize(2);
  }

  @Test
  void whatAFailedCheckMeansIsReportedAndANewModelIsNotExcluded() {
    models("one", stated("pays"), stated("busy"), stated("empty"));
    world.field.answers =
        probeRequest ->
            switch (probeRequest.ref().model()) {
              case "pays" -> refuses(probeRequest, 402, Kind.PAYMENT_REQUIRED, "pay first");
              case "busy" -> refuses(probeRequest, 429, Kind.RATE_LIMITED, "too fast");
              default -> says(probeRequest, "");
            };
    round();
    assertThat(world.checks)
        .extracting(check -> check.ref().model() + " " + check.status() + " " + check.cooldownFor())
        .containsExactlyInAnyOrder(
            "pays payment_required PT24H", "busy rate_limited null", "empty empty null");
    assertThat(world.log.about("Checked 3 models, 1 answered")).hasSize(1);
  }

  private static final Pattern NUMBER = Pattern.compile("number (\\d+) with");

  /** Calls the tool as it was asked to. */
  private static Attempt calls(ProbeRequest probeRequest) {
    var asked = NUMBER.matcher(body(probeRequest));
    String number = asked.find() ? asked.group(1) : "0";
    return answers(
        probeRequest,
        "",
        ("{'choices':[{'message':{'tool_calls':[{'function':{'name':'report_number',"
                + "'arguments':'{\\'number\\':"
                + number
                + "}'}}]}}]}")
            .replace('\'', '"'));
  }

  private static Attempt onlyProbes(ProbeRequest probeRequest, Attempt probe) {
    return probeRequest.purpose() == Purpose.PROBE ? probe : says(probeRequest, "pong");
  }

  @Test
  void aToolCallAsAskedForIsClear() {
    models("one", "{'id':'m','supports_vision':false}");
    world.field.answers = probeRequest -> onlyProbes(probeRequest, calls(probeRequest));
    round();
    assertThat(world.field.asked(Purpose.PROBE)).containsExactly("one/m");
    assertThat(world.column(TOOLS + "'m'")).containsExactly("1 probed");
    world.run("scan");
    assertThat(world.column(TOOLS + "'m'")).containsExactly("1 probed");
    net.page("/one/models", 200, "{'data':[{'id':'m','supports_tools':false}]}");
    world.run("scan");
    assertThat(world.column(TOOLS + "'m'")).containsExactly("0 stated");
    world.bean(SkillRecorder.class).learn(new ModelRef("one", "m"), Skill.TOOLS, true);
    assertThat(world.column(TOOLS + "'m'")).containsExactly("0 stated");
  }

  @Test
  void oneOddAnswerChangesNothingTwoOnDifferentDaysDo() {
    models("one", "{'id':'m','supports_vision':false}");
    world.field.answers =
        probeRequest -> onlyProbes(probeRequest, says(probeRequest, "The number is 5."));
    round();
    round();
    assertThat(world.field.asked(Purpose.PROBE)).hasSize(1);
    assertThat(world.column(TOOLS + "'m'")).containsExactly("-1 unknown");
    world.pass(Duration.ofDays(1));
    round();
    assertThat(world.column(TOOLS + "'m'")).containsExactly("0 probed");
    // repeated results of live traffic change it
    var made = new ToolCallsMade(new ModelRef("one", "m"), List.of("call_1"));
    world.beans.publishEvent(made);
    round();
    assertThat(world.column(TOOLS + "'m'")).containsExactly("0 probed");
    world.pass(Duration.ofHours(25));
    world.beans.publishEvent(made);
    round();
    assertThat(world.column(TOOLS + "'m'")).containsExactly("1 probed");
  }

  @Test
  void aRefusalThatNamesTheSkillIsClearAnyOtherShowsNothing() {
    models("one", "{'id':'m','supports_vision':false}");
    world.field.answers =
        probeRequest ->
            onlyProbes(
                probeRequest,
                refuses(probeRequest, 500, Kind.TRANSIENT, "tools are not supported"));
    round();
    world.pass(Duration.ofDays(1));
    world.field.answers =
        probeRequest ->
            onlyProbes(
                probeRequest, refuses(probeRequest, 400, Kind.BAD_REQUEST, "max_tokens too small"));
    round();
    assertThat(world.column(TOOLS + "'m'")).containsExactly("-1 unknown");
    world.pass(Duration.ofDays(1));
    world.field.answers =
        probeRequest ->
            onlyProbes(
                probeRequest,
                refuses(
                    probeRequest, 400, Kind.BAD_REQUEST, "This model does not support tool use."));
    round();
    assertThat(world.column(TOOLS + "'m'")).containsExactly("0 probed");
    int asked = world.field.asked(Purpose.PROBE).size();
    world.pass(Duration.ofDays(1));
    round();
    assertThat(world.field.asked(Purpose.PROBE)).hasSize(asked);
    world.pass(Duration.ofDays(8));
    round();
    assertThat(world.field.asked(Purpose.PROBE)).hasSize(asked + 1);
  }

  @Test
  void observationsThatAgreeDecide() {
    Instant day = Instant.parse("2026-11-24T10:00:00Z");
    assertThat(verdict()).isNull();
    assertThat(verdict(seen(true, true, day))).isTrue();
    assertThat(verdict(seen(true, false, day), seen(true, false, day))).isNull();
    assertThat(verdict(seen(true, false, day), seen(true, false, day.plusSeconds(86_400))))
        .isTrue();
    assertThat(verdict(seen(true, true, day), seen(false, true, day.plusSeconds(60)))).isNull();
    assertThat(
            verdict(
                seen(true, true, day),
                seen(false, true, day),
                seen(false, false, day.plusSeconds(86_400))))
        .isFalse();
  }

  private static @org.jspecify.annotations.Nullable Boolean verdict(SkillObservation... seen) {
    return SkillObservation.verdict(List.of(seen));
  }

  private static SkillObservation seen(boolean able, boolean clear, Instant at) {
    return new SkillObservation(new ModelRef("p", "m"), Skill.TOOLS, able, clear, "probe", "", at);
  }
}
