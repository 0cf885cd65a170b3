package sml.gateway.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ComponentHealth;

/**
 * What the health says as a whole, and every number of it as a gauge {@code sml.health.part.fact}:
 * the rows that wait for the database, models whose breaker is open, and so on.
 */
@Component("healthMeters")
final class HealthMeters implements MeterBinder {
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private final HealthReport healthReport;
  private final DatabaseCheck database;
  private final List<ComponentHealth> components;
  private final Clock clock;

  HealthMeters(
      HealthReport healthReport,
      DatabaseCheck database,
      List<ComponentHealth> components,
      Clock clock) {
    this.healthReport = healthReport;
    this.database = database;
    this.components = components;
    this.clock = clock;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    Gauge.builder("sml.health.alerts", this, HealthMeters::alerts)
        .description("How many alerts GET /api/health has; 0 while it is healthy.")
        .register(registry);
    Gauge.builder("sml.health.database.ok", database, check -> check.seen().ok() ? 1 : 0)
        .description("1 while the database answers.")
        .register(registry);
    for (ComponentHealth component : components) {
      component.read().facts().forEach((fact, value) -> bind(component, fact, value, registry));
    }
  }

  private double alerts() {
    return healthReport.now(clock.instant()).alerts().size();
  }

  private static void bind(
      ComponentHealth component, String fact, @Nullable Object value, MeterRegistry registry) {
    if (value == null || value instanceof Number) {
      Gauge.builder(name(component, fact), component, part -> number(part.read().facts().get(fact)))
          .description("As in GET /api/health.")
          .register(registry);
    }
  }

  private static String name(ComponentHealth component, String fact) {
    String words = CAPITAL.matcher(fact).replaceAll(".$0").toLowerCase(Locale.ROOT);
    return "sml.health." + component.name() + "." + words;
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
