package sml.gateway.observability;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ComponentHealth;

/**
 * Every number of the health as a gauge {@code sml.health.part.fact}: the rows that wait for the
 * database, models whose breaker is open, and so on.
 */
@Component("componentHealthMeters")
final class ComponentHealthMeters implements MeterBinder {
  private static final Pattern CAPITAL = Pattern.compile("[A-Z]");

  private final List<ComponentHealth> components;

  ComponentHealthMeters(List<ComponentHealth> components) {
    this.components = components;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    for (ComponentHealth component : components) {
      component.read().facts().forEach((fact, value) -> bind(component, fact, value, registry));
    }
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
