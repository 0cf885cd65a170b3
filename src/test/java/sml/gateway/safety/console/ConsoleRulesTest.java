package sml.gateway.safety.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.testkit.TestGateway;

/** The console through the front door: what it shows, and what it refuses for each kind of bean. */
class ConsoleRulesTest {
  private static final String PATH = "/actuator/jolokia";
  private static final String ROUTE =
      "org.apache.camel:context=sml-gateway,type=routes,name=\"%s\"";
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void thePageIsServedThroughTheFrontDoor() {
    assertThat(gateway.client().get("/actuator/hawtio/index.html").status()).isEqualTo(200);
  }

  @Test
  void routesAreReadWithTheirCounts() throws IOException {
    JsonNode read = ask("read", ROUTE.formatted("chat"), "attribute", "ExchangesTotal");
    assertThat(read.path("status").asInt()).as(read.toString()).isEqualTo(200);
  }

  @Test
  void aRouteIsSuspendedAndResumed() throws IOException {
    String bean = ROUTE.formatted("circuits");
    assertThat(ask("exec", bean, "operation", "suspend()").path("status").asInt()).isEqualTo(200);
    assertThat(ask("exec", bean, "operation", "resume()").path("status").asInt()).isEqualTo(200);
  }

  @Test
  void theDiagramIsDrawn() throws IOException {
    String bean = "org.apache.camel:context=sml-gateway,type=context,name=\"sml-gateway\"";
    JsonNode drawn = ask("exec", bean, "operation", "dumpRoutesAsXml()");
    assertThat(drawn.path("value").asText()).contains("id=\"chat\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exec  | java.lang:type=Memory                   | operation | gc
          exec  | java.lang:type=Threading                | operation | dumpAllThreads(boolean,boolean)
          exec  | com.sun.management:type=DiagnosticCommand | operation | vmSystemProperties
          exec  | com.sun.management:type=HotSpotDiagnostic | operation | dumpHeap
          exec  | java.util.logging:type=Logging          | operation | setLoggerLevel
          exec  | jdk.management.jfr:type=FlightRecorder  | operation | newRecording
          read  | java.lang:type=Runtime                  | attribute | SystemProperties
          read  | java.lang:type=Runtime                  | attribute | InputArguments
          read  | com.sun.management:type=HotSpotDiagnostic | attribute | DiagnosticOptions
          read  | jolokia:type=Config                     | attribute | Debug
          write | java.lang:type=Memory                   | attribute | Verbose
          write | java.lang:type=ClassLoading             | attribute | Verbose
          """)
  void whatIsNotCamelIsOnlyRead(String type, String bean, String key, String name)
      throws IOException {
    assertThat(ask(type, bean, key, name).path("status").asInt()).isNotEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          type=context,name="sml-gateway"          | stop()
          type=context,name="sml-gateway"          | sendStringBody(java.lang.String,java.lang.String)
          type=context,name="sml-gateway"          | requestStringBody(java.lang.String,java.lang.String)
          type=context,name="sml-gateway"          | createEndpoint(java.lang.String)
          type=routes,name="chat"                  | remove()
          type=routes,name="chat"                  | updateRouteFromXml(java.lang.String)
          type=tracer,name=BacklogTracer           | dumpAllTracedMessages()
          type=endpoints,name="direct://ask"       | browseAllMessagesAsXml(java.lang.Boolean)
          """)
  void noOtherOperationOfCamelIsAllowed(String bean, String operation) throws IOException {
    JsonNode answer =
        ask("exec", "org.apache.camel:context=sml-gateway," + bean, "operation", operation);
    assertThat(answer.path("status").asInt()).as(answer.toString()).isNotEqualTo(200);
  }

  @Test
  void anAttributeOfARouteIsNotWritten() throws IOException {
    JsonNode answer = ask("write", ROUTE.formatted("chat"), "attribute", "TracingEnabled");
    assertThat(answer.path("status").asInt()).isEqualTo(403);
  }

  @Test
  void aPageOfAnotherOriginIsRefused() {
    try (var open =
        gateway
            .client()
            .open(
                "POST", PATH, "{\"type\":\"version\"}", Map.of("Origin", "http://evil.example"))) {
      assertThat(open.rest().status()).isEqualTo(403);
    }
  }

  @Test
  void nothingIsFetchedForTheCaller() {
    assertThat(gateway.client().get("/actuator/hawtio/proxy/http/127.0.0.1/1/").status())
        .isGreaterThanOrEqualTo(400);
  }

  private JsonNode ask(String type, String bean, String key, String name) throws IOException {
    var body = JSON.createObjectNode().put("type", type).put("mbean", bean).put(key, name);
    body.put("value", true);
    return JSON.readTree(gateway.client().send("POST", PATH, body.toString()).body());
  }
}
