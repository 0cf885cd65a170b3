package sml.gateway.access.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.access.hostile.Wire.Answer;
import sml.gateway.testkit.TestGateway;

/** Paths that want to reach what lies outside the listed prefixes. */
class PathsTest {
  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Answer get(String path) {
    return Wire.ask(gateway.port(), Wire.head("GET " + path));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/actuator/../api/setup",
        "/actuator/./health",
        "/actuator/%2e%2e/error",
        "/actuator/%2E%2e%2Ferror",
        "/actuator/..%2ferror",
        "/actuator%2f..%2ferror",
        "/actuator/..%5cerror",
        "/actuator/%5c..%5cerror",
        "/actuator/..;/error",
        "/actuator/health;a=b",
        "/actuator//error",
        "/actuator%2fhealth",
        "/actuator/%252e%252e/error",
        "/actuator/%252e%252e%252ferror",
        "/actuator/%25252e",
        "/actuator/health%00",
        "/actuator/health%0d%0aX:%20y",
        "/actuator/%c0%ae%c0%ae/error",
        "/actuator/%e0%80%ae./error",
        "/actuator/%zz",
        "/actuator/%",
        "/actuator/health#x",
        "/actuator/hawtio/..%2f..%2ferror",
        "/hawtio/../error",
        "/v1/models/../../api/setup",
        "/v1/%2e%2e/api/setup",
      })
  void aPathThatClimbsOrHidesIsRefused(String path) {
    Answer answer = get(path);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.isEnvelope()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/error",
        "/ACTUATOR/health",
        "//actuator/health",
        "/actuators",
        "/jolokia",
        "/manager/html",
        "/v1/actuator/health",
        "/static/x",
      })
  void whatIsNotListedIsNotReached(String path) {
    Answer answer = get(path);
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.isEnvelope()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "env",
        "heapdump",
        "threaddump",
        "beans",
        "configprops",
        "loggers",
        "shutdown",
        "mappings",
        "camel",
        "httpexchanges",
        "logfile",
      })
  void theActuatorShowsOnlyWhatIsMeantForIt(String endpoint) {
    assertThat(get("/actuator/" + endpoint).status()).isEqualTo(404);
    assertThat(get("/%61ctuator/" + endpoint).status()).isEqualTo(404);
  }
}
