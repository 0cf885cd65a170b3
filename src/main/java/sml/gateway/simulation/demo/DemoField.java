package sml.gateway.simulation.demo;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.SimulatedProviders;
import sml.gateway.chat.Category;
import sml.gateway.simulation.AnswerKey;
import sml.gateway.simulation.SimulatedServer;
import sml.gateway.simulation.speech.Content;
import sml.gateway.simulation.speech.Talent;

/** The simulated providers of the demo, on free loopback ports, for as long as the program runs. */
@Component
@Profile("demo")
final class DemoField implements SimulatedProviders {
  private static final Logger LOG = LoggerFactory.getLogger(DemoField.class);

  private final Vertx vertx =
      Vertx.vertx(
          new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(1).setUseDaemonThread(true));
  private final List<SimulatedServer> running = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final Optional<AnswerKey> key;
  private final Clock clock;

  /**
   * @param key where the models look up exam answers, if there is a school
   */
  DemoField(Optional<AnswerKey> key, Clock clock, Environment environment) {
    this.key = key;
    this.clock = clock;
    DemoProviders.ALL.forEach(this::start);
    for (String cluster : List.of("DATABASE_URL", "REDIS_URL")) {
      if (!environment.getProperty(cluster, "").isBlank()) {
        LOG.warn("demo: {} is ignored, the demo joins no cluster", cluster);
      }
    }
    LOG.warn("demo: every answer is simulated, by {} providers inside this process", rows.size());
  }

  private void start(DemoProviders.Demo demo) {
    List<DemoModel> models = demo.models().stream().map(this::schooled).toList();
    var server = SimulatedServer.start(vertx, 0, new DemoServing(models, clock));
    running.add(server);
    List<Offer> offers =
        demo.models().stream()
            .map(model -> new Offer(model.id(), model.contextLength(), tools(model.content())))
            .toList();
    rows.add(
        new Row(demo.name(), demo.label(), demo.notes(), server.baseUrl(), offers, demo.access()));
  }

  private DemoModel schooled(DemoModel model) {
    return key.map(answers -> DemoTalents.able(model.id(), model.content(), answers))
        .map(model::saying)
        .orElse(model);
  }

  private static boolean tools(Content content) {
    return switch (content) {
      case Content.Lifelike lifelike -> lifelike.tools();
      case Content.Thinking thinking -> tools(thinking.then());
      case Content.ExamTaker examinee -> tools(examinee.other());
      case Content.Scripted decidedElsewhere -> false;
    };
  }

  @Override
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  @PreDestroy
  void stop() {
    running.forEach(SimulatedServer::close);
    running.clear();
    vertx.close();
  }

  /**
   * How able the models of the demo are: larger ones more than smaller ones, each good at what its
   * name speaks of, and only those that write Thai know Thai.
   */
  private static final class DemoTalents {
    private static final double SMALL = 0.6;
    private static final double USUAL = 0.82;
    private static final double LARGE = 0.93;
    private static final double FAVOURITE = 0.99;

    private DemoTalents() {}

    /** The content, made able to answer exam questions by the key. */
    static Content able(String model, Content content, AnswerKey key) {
      return content instanceof Content.Thinking thinking
          ? new Content.Thinking(
              thinking.field(), thinking.thoughts(), able(model, thinking.then(), key))
          : new Content.ExamTaker(key, talent(model, content), content);
    }

    static Talent talent(String model, Content content) {
      boolean thai = content instanceof Content.Lifelike lifelike && lifelike.thai();
      Map<Category, Double> rates = new EnumMap<>(Category.class);
      if (thai) {
        rates.put(Category.THAI, model.contains("siam") ? FAVOURITE : LARGE);
      }
      if (model.contains("json")) {
        rates.put(Category.JSON, FAVOURITE);
        rates.put(Category.EXTRACTION, FAVOURITE);
      }
      if (model.contains("reasoning")) {
        rates.put(Category.REASONING, FAVOURITE);
        rates.put(Category.MATH, FAVOURITE);
      }
      double usual = model.contains("small") ? SMALL : model.contains("large") ? LARGE : USUAL;
      return new Talent(usual, rates, thai);
    }
  }
}
