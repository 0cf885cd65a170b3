package sml.gateway.routing;

import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings of routing in tests: the defaults, but for what a test names. */
final class SampleSettings {
  private SampleSettings() {}

  static RoutingSettings with(Map<String, Object> changed) {
    return new Binder(new MapConfigurationPropertySource(changed))
        .bindOrCreate("sml.routing", RoutingSettings.class);
  }

  static RoutingSettings defaults() {
    return with(Map.of());
  }
}
