package sml.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sml.gateway.RouteFiles.Route;
import sml.gateway.RouteFiles.Step;

/** What routes do with the bodies of operator calls. */
class RouteBodiesTest {
  private final List<Route> routes = RouteFiles.routes();

  RouteBodiesTest() throws IOException {}

  @Test
  void everyBodyIsCheckedBeforeItBecomesARecord() {
    for (Route route : routes) {
      var steps = RouteFiles.steps(route.body());
      for (int i = 0; i < steps.size(); i++) {
        if (steps.get(i).kind().equals("unmarshal")) {
          assertThat(i).as(route.id()).isPositive();
          assertThat(String.valueOf(steps.get(i - 1).get("uri")))
              .as(route.id())
              .startsWith("json-validator:");
          assertThat(record(steps.get(i))).as(route.id()).matches(Class::isRecord);
        }
      }
    }
  }

  private static Class<?> record(Step unmarshal) {
    String type =
        unmarshal.get("json") instanceof Map<?, ?> json ? json.get("unmarshalType") + "" : "";
    try {
      return Class.forName(type);
    } catch (ClassNotFoundException unknown) {
      throw new AssertionError(unknown);
    }
  }
}
