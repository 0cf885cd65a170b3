package sml.gateway.acceptance.school;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.apache.camel.ProducerTemplate;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.GatewayApplication;
import sml.gateway.http.FrontPort;
import sml.gateway.modelhealth.HandClock;
import sml.gateway.school.exams.DemoAnswerKey;
import sml.gateway.school.staff.LiveExamScores;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Talent;
import sml.gateway.testkit.Client;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestDatabase;
import sml.gateway.testkit.TestSettings;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Contents;
import sml.gateway.testkit.provider.Pacer;
import sml.gateway.testkit.provider.SimulatedProvider;

/**
 * A gateway of its own whose clock is moved by hand, with simulated providers whose models can look
 * up exam answers. Rounds are held only on demand.
 */
final class Town implements AutoCloseable {
  private static final List<String> SCHOOL =
      List.of(
          "exam_attempts",
          "runoff_answers",
          "model_category_scores",
          "exam_standings",
          "teachers",
          "grading_history",
          "question_variants",
          "routing_stats");

  final HandClock clock = new HandClock();
  final PGSimpleDataSource database = (PGSimpleDataSource) TestDatabase.dataSource();
  final JdbcTemplate sql = new JdbcTemplate(database);
  private final Map<String, SimulatedProvider> providers = new LinkedHashMap<>();
  private final ConfigurableApplicationContext context;
  private final Client client;
  private final ProducerTemplate camel;

  private Town() {
    this("test-town", Map.of());
  }

  private Town(String folder, Map<String, String> settings) {
    var program = new SpringApplication(GatewayApplication.class);
    program.addInitializers(
        started -> {
          var beans = (GenericApplicationContext) started;
          beans.registerBean("handClock", Clock.class, () -> clock, bean -> bean.setPrimary(true));
          beans.registerBean("crib", DemoAnswerKey.class, bean -> bean.setPrimary(true));
        });
    context = program.run(arguments(folder, settings));
    client = new Client(FrontPort.of(context));
    camel = context.getBean(ProducerTemplate.class);
  }

  private String[] arguments(String folder, Map<String, String> settings) {
    var all =
        new TestSettings(database, folder)
            .with("spring.jmx.enabled", "false")
            .with("sml.school.per-second", "100000")
            .with("sml.school.per-day.frugal-a", "5")
            .with("sml.school.per-day.frugal-b", "5")
            .with("sml.school.per-day.frugal-c", "5")
            .with("sml.school.per-day.frugal-d", "5")
            .with("sml.school.linger", "0s");
    settings.forEach(all::with);
    return all.arguments();
  }

  /** A town of one test that sets something else; the test closes it. */
  static Town where(String setting, String value) {
    return new Town("test-town-" + setting, Map.of(setting, value));
  }

  /** The one town of all tests; its school is empty. */
  static Town empty() {
    Shared.TOWN.clear();
    return Shared.TOWN;
  }

  /** Started when the first test asks for it. */
  private static final class Shared {
    static final Town TOWN = start();

    private static Town start() {
      var town = new Town();
      TestDatabase.closeFirst(town);
      return town;
    }
  }

  /** Removes all providers and all data of the school. */
  private void clear() {
    for (String name : new ArrayList<>(providers.keySet())) {
      client.send("DELETE", "/api/provider-catalog/" + name, "");
    }
    providers.values().forEach(SimulatedProvider::close);
    providers.clear();
    client.send("DELETE", "/api/circuits", "");
    // not truncated: the change triggers would not fire
    SCHOOL.forEach(table -> sql.execute("delete from " + table));
    level("middle");
    bean(LiveExamScores.class).refresh();
  }

  /** Sets the level of exams. */
  void level(String level) {
    Heard set = client.send("POST", "/api/exam-config", "{\"level\":\"" + level + "\"}");
    assertThat(set.status()).as(set.body()).isEqualTo(200);
  }

  /** The answer key of simulated examinees. */
  DemoAnswerKey crib() {
    return context.getBean(DemoAnswerKey.class);
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  Client client() {
    return client;
  }

  /** A provider with one model of this behaviour. */
  SimulatedProvider examinee(String provider, String model, Behaviour behaviour) {
    SimulatedProvider simulated = SimulatedProvider.start().model(model, behaviour);
    register(provider, simulated);
    return simulated;
  }

  /** The same, but each answer takes one of these permits. */
  SimulatedProvider examinee(
      String provider, String model, Behaviour behaviour, Semaphore answers) {
    Pacer pacer =
        named -> {
          answers.acquireUninterruptibly(named.isZero() ? 0 : 1);
          return named;
        };
    var simulated = SimulatedProvider.start(SimulatedProvider.Options.standard().pacer(pacer));
    register(provider, simulated.model(model, behaviour.latency(Duration.ofMillis(1))));
    return simulated;
  }

  /** Answers this share of all questions right. */
  Behaviour able(double share) {
    return Behaviour.healthy()
        .saying(new Content.ExamTaker(crib(), Talent.of(share), new Contents.Words(20)));
  }

  /** Registers a provider whose models have been declared. */
  void register(String name, SimulatedProvider provider) {
    providers.put(name, provider);
    ObjectNode row = JsonNodeFactory.instance.objectNode();
    row.put("base_url", provider.baseUrl().toString());
    row.put("models_url", provider.baseUrl() + "/models");
    row.putObject("auth").put("scheme", "none");
    Heard saved = client.send("PUT", "/api/provider-catalog/" + name, row.toString());
    assertThat(saved.status()).as(saved.body()).isEqualTo(200);
  }

  /** One exam round and one appointment, as in the work cycle. */
  void round() {
    exam();
    camel.requestBody("direct:appoint", (Object) null);
  }

  /** One exam round. */
  void exam() {
    camel.requestBody("direct:exam", (Object) null);
  }

  /** A run of what renews the variants of questions. */
  void variants() {
    camel.requestBody("direct:variants", (Object) null);
  }

  /** Lets the status be read anew, as its timer does. */
  void refreshStatus() {
    camel.requestBody("bean:statusRefresher?method=refresh", (Object) null);
  }

  @Override
  public void close() {
    context.close();
    providers.values().forEach(SimulatedProvider::close);
  }
}
