package sml.gateway.simulation.demo;

import jakarta.annotation.PreDestroy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import sml.gateway.chat.AnswerKey;
import sml.gateway.chat.ProviderField;
import sml.gateway.simulation.Behaviour;
import sml.gateway.simulation.SimulatedProvider;

/** Simulated providers on free loopback ports, for as long as the program runs. */
@Component
@Profile("demo")
final class DemoField implements ProviderField {
  private static final Logger LOG = LoggerFactory.getLogger(DemoField.class);

  private final List<SimulatedProvider> running = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final Optional<AnswerKey> key;

  /**
   * @param key what the models look exam answers up in, if there is a school
   */
  DemoField(Optional<AnswerKey> key) {
    this.key = key;
    DemoProviders.ALL.forEach(this::start);
    LOG.warn("demo: every answer is simulated, by {} providers inside this process", rows.size());
  }

  private void start(DemoProviders.Demo demo) {
    SimulatedProvider provider = SimulatedProvider.start().otherwise(null);
    running.add(provider);
    List<Offer> offers = new ArrayList<>();
    for (DemoProviders.DemoModel model : demo.models()) {
      provider.model(model.id(), schooled(model));
      offers.add(new Offer(model.id(), model.behaviour().contextLength(), model.tools()));
    }
    rows.add(new Row(demo.name(), demo.label(), demo.notes(), provider.baseUrl(), offers));
  }

  private Behaviour schooled(DemoProviders.DemoModel model) {
    Behaviour behaviour = model.behaviour();
    return key.map(
            answers -> behaviour.saying(DemoTalents.able(model.id(), behaviour.content(), answers)))
        .orElse(behaviour);
  }

  @Override
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  @PreDestroy
  void stop() {
    running.forEach(SimulatedProvider::close);
  }
}
