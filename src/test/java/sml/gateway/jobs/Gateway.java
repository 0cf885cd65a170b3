package sml.gateway.jobs;

import static org.mockito.Mockito.mock;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.quartz.Scheduler;
import org.springframework.jdbc.core.JdbcTemplate;
import org.yaml.snakeyaml.Yaml;

/** A gateway as far as the work cycle is concerned: the routes of the cycle, steps of our own. */
final class Gateway implements WorkerLog, AutoCloseable {
  private static final Set<String> WHAT_A_CYCLE_NEEDS =
      Set.of("work-cycle", "work-step", "work-errors", "errors-to-caller");

  final List<String> notes = new CopyOnWriteArrayList<>();
  final Steps steps;
  final WorkCycle workCycle;
  private final JdbcTemplate sql;
  private final DefaultCamelContext camel = new DefaultCamelContext();

  /** What the steps do; each takes down that it was begun. */
  interface Steps {
    /** One step by its name. */
    void step(String name) throws Exception;
  }

  Gateway(String name, DataSource database, Steps steps) throws Exception {
    this.steps = steps;
    this.sql = new JdbcTemplate(database);
    var settings = new JobSettings(true, 1, Duration.ofSeconds(1));
    var off = new JobSettings(false, 1, Duration.ofSeconds(1));
    camel.disableJMX();
    this.workCycle =
        new WorkCycle(
            new CycleRunStore(database),
            camel.createProducerTemplate(),
            this,
            new JobSchedule(mock(Scheduler.class), off),
            new Replica(name, name),
            new ObjectMapper(),
            Clock.systemUTC(),
            settings);
    camel.getRegistry().bind("workCycle", workCycle);
    camel.getRegistry().bind("steps", steps);
    camel.start();
    PluginHelper.getRoutesLoader(camel)
        .loadRoutes(ResourceHelper.fromString("cycle.camel.yaml", routes()));
  }

  /** The routes of the program without its pages and timers. */
  private static String routes() throws IOException {
    List<Object> entries = new ArrayList<>();
    for (String file : List.of("errors.camel.yaml", "work.camel.yaml")) {
      List<Map<String, Map<String, Object>>> all =
          new Yaml().load(Files.readString(Path.of("routes", file)));
      for (var entry : all) {
        var body = entry.values().iterator().next();
        boolean step = entry.containsKey("templatedRoute");
        if (step || WHAT_A_CYCLE_NEEDS.contains(String.valueOf(body.get("id")))) {
          entries.add(entry);
        }
        if (step) {
          entries.add(stepOfTheTest(parameter(body)));
        }
      }
    }
    return new Yaml().dump(entries);
  }

  private static String parameter(Map<String, Object> made) {
    var parameters = (List<?>) made.getOrDefault("parameters", List.of());
    return String.valueOf(((Map<?, ?>) parameters.getFirst()).get("value"));
  }

  private static Object stepOfTheTest(String name) {
    String route =
        """
        route:
          id: %1$s
          routeConfigurationId: errors-to-caller
          from:
            uri: direct:%1$s
            steps:
              - to: { uri: "bean:steps?method=step('%1$s')" }
        """;
    return new Yaml().load(route.formatted(name));
  }

  @Override
  public void note(String step, Level level, String message) {
    notes.add(step + " " + level + " " + message);
  }

  @Override
  public void progress(String step, int done, int total) {}

  @Override
  public void keep(String key, String value) {
    sql.update(
        "insert into worker_state (key, value) values (?, ?)"
            + " on conflict (key) do update set value = excluded.value",
        key,
        value);
  }

  @Override
  public Optional<String> recall(String key) {
    return Optional.empty();
  }

  @Override
  public void close() {
    workCycle.stop();
    camel.stop();
  }
}
