package sml.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.testkit.TestGateway;

/**
 * The console through the front server: what it shows, and what it refuses for each kind of bean.
 */
class ConsoleRulesTest {
  private static final String PATH = "/actuator/jolokia";
  private static final String ROUTE =
      "org.apache.camel:context=sml-gateway,type=routes,name=\"%s\"";
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void thePageIsServedThroughTheFrontServer() {
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
  void everyRouteCanBeDrawn() throws IOException {
    String bean = "org.apache.camel:context=sml-gateway,type=context,name=\"sml-gateway\"";
    String xml = ask("exec", bean, "operation", "dumpRoutesAsXml()").path("value").asText();
    assertThat(xml).contains("<route id=\"chat\"");
    // what stands before the from of a route makes Hawtio fail on all of them
    assertThat(xml.split("<route ")).hasSizeGreaterThan(20);
    assertThat(Arrays.stream(xml.split("<route ")).skip(1))
        .allMatch(route -> route.substring(route.indexOf('>') + 1).strip().startsWith("<from "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          exec  | java.lang:type=Memory                     | operation | gc
          exec  | java.lang:type=Threading                  | operation | dumpAllThreads(boolean,boolean)
          exec  | java.lang:type=MemoryPool,name=Metaspace  | operation | resetPeakUsage
          exec  | java.nio:type=BufferPool,name=direct      | operation | hashCode
          exec  | com.sun.management:type=DiagnosticCommand | operation | vmSystemProperties
          exec  | com.sun.management:type=HotSpotDiagnostic | operation | dumpHeap
          exec  | java.util.logging:type=Logging            | operation | setLoggerLevel
          exec  | jdk.management.jfr:type=FlightRecorder    | operation | newRecording
          exec  | Tomcat:type=Server                        | operation | stop
          exec  | JMImplementation:type=MBeanServerDelegate | operation | toString
          read  | java.lang:type=Runtime                    | attribute | SystemProperties
          read  | java.lang:type=Runtime                    | attribute | InputArguments
          read  | java.lang:*                               | attribute | SystemProperties
          read  | com.sun.management:type=HotSpotDiagnostic | attribute | DiagnosticOptions
          read  | java.util.logging:type=Logging            | attribute | LoggerNames
          read  | jdk.management.jfr:type=FlightRecorder    | attribute | EventTypes
          read  | jolokia:type=Config                       | attribute | Debug
          read  | Tomcat:type=Server                        | attribute | serverInfo
          read  | org.springframework.boot:type=Admin,name=SpringApplication | attribute | Ready
          read  | org.apache.camel:context=sml-gateway,type=context,name="sml-gateway" | attribute | GlobalOptions
          """)
  void whatIsNotCamelIsOnlyReadAndSecretsAreNot(String type, String bean, String key, String name)
      throws IOException {
    JsonNode answer = ask(type, bean, key, name);
    assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          type=context,name="sml-gateway"          | stop()
          type=context,name="sml-gateway"          | restart()
          type=context,name="sml-gateway"          | sendStringBody(java.lang.String,java.lang.String)
          type=context,name="sml-gateway"          | requestStringBody(java.lang.String,java.lang.String)
          type=context,name="sml-gateway"          | createEndpoint(java.lang.String)
          type=context,name="sml-gateway"          | removeEndpoints(java.lang.String)
          type=context,name="sml-gateway"          | setGlobalOption(java.lang.String,java.lang.String)
          type=routes,name="chat"                  | remove()
          type=routes,name="chat"                  | shutdown()
          type=routes,name="chat"                  | updateRouteFromXml(java.lang.String)
          type=routes,name=*                       | stop()
          type=processors,name="admit"             | stop()
          type=processors,name="admit"             | dumpProcessorAsXml()
          type=consumers,name=*                    | stop()
          type=threadpools,name=*                  | purge()
          type=services,name=DefaultInflightRepository | stop()
          type=tracer,name=BacklogTracer           | dumpAllTracedMessages()
          type=endpoints,name="direct://ask"       | browseAllMessagesAsXml(java.lang.Boolean)
          """)
  void noOtherOperationOfCamelIsAllowed(String bean, String operation) throws IOException {
    JsonNode answer =
        ask("exec", "org.apache.camel:context=sml-gateway," + bean, "operation", operation);
    // an operation or a bean that does not exist is 404, before any key is asked for
    assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(403);
  }

  @Test
  void aSecretIsLeftOutWhereEverythingIsRead() throws IOException {
    var request =
        JSON.createObjectNode().put("type", "read").put("mbean", "java.lang:type=Runtime");
    request.putObject("config").put("ignoreErrors", true);
    JsonNode value =
        JSON.readTree(gateway.client().send("POST", PATH, request.toString()).body()).path("value");
    assertThat(value.path("VmName").asText()).isNotEmpty();
    assertThat(value.path("SystemProperties").path("error_type").asText())
        .isEqualTo("java.lang.SecurityException");
    assertThat(value.path("InputArguments").path("error_type").asText())
        .isEqualTo("java.lang.SecurityException");
  }

  @Test
  void onlyCamelAndTheJvmAreListedAndFound() throws IOException {
    JsonNode list =
        JSON.readTree(gateway.client().send("POST", PATH, "{\"type\":\"list\"}").body());
    assertThat(list.path("value").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder("java.lang", "java.nio", "org.apache.camel");
    JsonNode found = ask("search", "*:*", "x", "x");
    assertThat(found.path("value")).isNotEmpty();
    assertThat(found.path("value"))
        .allMatch(
            name -> name.asText().matches("(java\\.lang|java\\.nio|org\\.apache\\.camel):.*"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"write\",\"mbean\":\"java.lang:type=Memory\",\"attribute\":\"Verbose\",\"value\":true}",
        "{\"type\":\"WRITE\",\"mbean\":\"java.lang:type=Memory\",\"attribute\":\"Verbose\",\"value\":true}",
        "{\"type\":\"notification\",\"command\":\"register\"}",
        "{\"type\":\"notification\",\"command\":\"add\",\"mbean\":\"java.lang:type=Memory\"}",
        "[{\"type\":\"version\"},{\"type\":\"notification\",\"command\":\"register\"}]",
        "{\"type\":\"version\",\"target\":{\"url\":\"service:jmx:rmi:///jndi/rmi://127.0.0.1:1/x\"}}",
        "{\"type\":\"config\"}",
        "[[]]",
        "not json",
      })
  void otherTypesAndTargetsAreRefusedBeforeJolokiaSeesThem(String body) {
    assertThat(gateway.client().send("POST", PATH, body).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @CsvSource({
    "/write/java.lang:type=Memory/Verbose/true, 403",
    "/notification/register, 403",
    "/%6eotification/register, 403",
    "?p=/notification/register, 403",
    "/version, 200",
    "/version?callback=read, 403",
    "/version?%63allback=read, 403",
  })
  void whatIsAskedInTheUrlIsJudgedAlike(String path, int status) {
    assertThat(gateway.client().get(PATH + path).status()).isEqualTo(status);
  }

  @Test
  void aBulkIsRefusedOneByOne() throws IOException {
    String bulk =
        "[{\"type\":\"exec\",\"mbean\":\"java.lang:type=Memory\",\"operation\":\"gc\"},"
            + "{\"type\":\"version\"}]";
    JsonNode answers = JSON.readTree(gateway.client().send("POST", PATH, bulk).body());
    assertThat(answers)
        .extracting(answer -> answer.path("status").asInt())
        .containsExactly(403, 200);
  }

  @Test
  void nothingIsFetchedForTheCaller() {
    assertThat(gateway.client().get("/actuator/hawtio/proxy/http/127.0.0.1/1/").status())
        .isEqualTo(404);
  }

  private JsonNode ask(String type, String bean, String key, String name) throws IOException {
    var body = JSON.createObjectNode().put("type", type).put("mbean", bean).put(key, name);
    body.put("value", true);
    return JSON.readTree(gateway.client().send("POST", PATH, body.toString()).body());
  }
}
