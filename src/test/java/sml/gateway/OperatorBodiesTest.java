package sml.gateway;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/**
 * Every field of every operator body that has a JSON Schema: of a wrong type, missing, unknown. An
 * operation or a schema without a row fails.
 */
class OperatorBodiesTest {
  private static final Path SCHEMAS = Path.of("src/main/resources/schemas");
  private static final String CHECK = "json-validator:schemas/";
  private static final String PROVIDER = "bodies-there";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * An operation with a body.
   *
   * @param body a good one; ADDRESS is a provider's, REQUEST the id of an answered request
   * @param needed the fields without which it is refused
   * @param ignoresUnknown a field that it does not know is left alone, else it is named
   */
  private record Row(
      String verb, String path, String body, List<String> needed, boolean ignoresUnknown) {
    String operation() {
      return verb + " " + path;
    }

    /** What it is called with: a name of its own in place of the variable part. */
    String called() {
      return path.replaceAll("\\{[^}]*}", "bodies");
    }

    ObjectNode good() throws JsonProcessingException {
      return (ObjectNode) JSON.readTree(body.replace('\'', '"'));
    }
  }

  static final List<Row> ROWS =
      List.of(
          new Row(
              "POST",
              "/api/complaint",
              "{'request_id':'REQUEST','reason':'made up'}",
              List.of("request_id", "reason"),
              true),
          new Row("POST", "/api/exam-config", "{'level':'middle'}", List.of("level"), true),
          new Row(
              "POST",
              "/v1/prompts",
              "{'name':'bodies','content':'x','description':null}",
              List.of("name", "content"),
              true),
          new Row("PUT", "/v1/prompts/{name}", "{'content':'x'}", List.of("content"), true),
          new Row(
              "PUT",
              "/api/provider-catalog/{*name}",
              "{'base_url':'ADDRESS','auth':{'scheme':'none'}}",
              List.of("base_url"),
              false),
          new Row(
              "POST",
              "/api/provider-catalog/{name}/test",
              "{'base_url':'ADDRESS','keyless':true}",
              List.of("base_url"),
              false),
          new Row(
              "POST",
              "/api/setup",
              "{'provider':'" + PROVIDER + "','enabled':true}",
              List.of("provider"),
              true),
          new Row(
              "POST",
              "/api/setup/test",
              "{'provider':'" + PROVIDER + "'}",
              List.of("provider"),
              true));

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/bodies", "");
    gateway.client().send("DELETE", "/v1/prompts/bodies", "");
  }

  @Test
  void everyOperationWithASchemaHasARow() throws IOException {
    Map<String, String> schemas = schemas();
    assertThat(ROWS.stream().map(Row::operation))
        .containsExactlyInAnyOrderElementsOf(schemas.keySet());
    try (var files = Files.list(SCHEMAS)) {
      assertThat(files.map(file -> file.getFileName().toString()).collect(toSet()))
          .isEqualTo(schemas.values().stream().collect(toSet()));
    }
    long checks =
        RouteFiles.routes().stream()
            .flatMap(route -> RouteFiles.steps(route.body()).stream())
            .filter(step -> schema(step) != null)
            .count();
    assertThat(checks).isEqualTo(ROWS.size());
  }

  @ParameterizedTest
  @FieldSource("ROWS")
  void aFieldOfAWrongTypeIsNamed(Row row) throws IOException {
    JsonNode properties = schemaOf(row).path("properties");
    assertThat(properties).isNotEmpty();
    for (var property : properties.properties()) {
      String field = property.getKey();
      assertThat(property.getValue().path("type").toString()).doesNotContain("number", "integer");
      ObjectNode body = row.good();
      body.put(field, 5);
      assertRefused(row, body, field, "`" + field + "` must be ");
    }
  }

  @ParameterizedTest
  @FieldSource("ROWS")
  void aMissingFieldIsNamed(Row row) throws IOException {
    JsonNode required = schemaOf(row).path("required");
    for (JsonNode field : required) {
      assertThat(row.needed()).contains(field.asText());
    }
    assertThat(row.needed()).isNotEmpty();
    for (String field : row.needed()) {
      ObjectNode body = row.good();
      body.remove(field);
      assertRefused(row, body, field, "`" + field + "` is required");
    }
  }

  @ParameterizedTest
  @FieldSource("ROWS")
  void anUnknownFieldIsIgnoredOrNamed(Row row) throws IOException {
    ObjectNode good = prepared(row);
    Heard usual = send(row, good);
    assertThat(usual.status()).as(usual.body()).isBetween(200, 201);
    ObjectNode unknown = good.deepCopy().put("colour", "red");
    if (!row.ignoresUnknown()) {
      assertRefused(row, unknown, "colour", "`colour` is not a field of ");
      return;
    }
    Heard heard = send(row, unknown);
    assertThat(heard.status()).as(heard.body()).isEqualTo(usual.status());
    assertThat(heard.json().fieldNames())
        .toIterable()
        .isNotEmpty()
        .containsExactlyElementsOf(() -> usual.json().fieldNames());
  }

  /** The good body, and all there that it names. */
  private ObjectNode prepared(Row row) throws IOException {
    gateway.model(PROVIDER, "one", Behaviour.healthy());
    Heard answer = gateway.ask(PROVIDER + "/one").whole();
    String request = Objects.requireNonNull(answer.headers().get("x-smlgateway-request-id"));
    gateway.client().send("POST", "/v1/prompts", "{\"name\":\"bodies\",\"content\":\"x\"}");
    String address = gateway.simulated(PROVIDER).baseUrl().toString();
    String body = row.good().toString().replace("ADDRESS", address).replace("REQUEST", request);
    return (ObjectNode) JSON.readTree(body);
  }

  private Heard send(Row row, JsonNode body) {
    return gateway.client().send(row.verb(), row.called(), body.toString());
  }

  private void assertRefused(Row row, JsonNode body, String field, String words) {
    Heard refused = send(row, body);
    assertThat(refused.status()).as(body + " " + refused.body()).isEqualTo(400);
    assertThat(refused.json().at("/error/param").asText()).isEqualTo(field);
    assertThat(refused.json().at("/error/message").asText()).startsWith(words);
    assertThat(refused.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
  }

  private static JsonNode schemaOf(Row row) throws IOException {
    String file = Objects.requireNonNull(schemas().get(row.operation()), row.operation());
    return JSON.readTree(SCHEMAS.resolve(file).toFile());
  }

  /** The schema of each operation that has one. */
  private static Map<String, String> schemas() throws IOException {
    Map<String, String> schemas = new TreeMap<>();
    for (RouteFiles.Operation operation : RouteFiles.operations()) {
      List<String> named = new ArrayList<>();
      for (RouteFiles.Route route : RouteFiles.routes()) {
        if (route.from().equals(operation.text("to"))) {
          RouteFiles.steps(route.body()).stream()
              .map(OperatorBodiesTest::schema)
              .filter(Objects::nonNull)
              .forEach(named::add);
        }
      }
      String name = operation.verb().toUpperCase(Locale.ROOT) + " " + operation.path();
      named.forEach(schema -> schemas.put(name, schema));
    }
    return schemas;
  }

  private static @Nullable String schema(RouteFiles.Step step) {
    String uri = String.valueOf(step.get("uri"));
    return uri.startsWith(CHECK) ? uri.substring(CHECK.length()) : null;
  }
}
