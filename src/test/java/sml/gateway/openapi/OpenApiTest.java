package sml.gateway.openapi;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** {@code GET /v1/openapi.json} describes what the gateway serves, in the words of the standard. */
class OpenApiTest {
  private static final Set<String> VERBS = Set.of("get", "put", "post", "delete", "patch");

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private JsonNode document() {
    Heard heard = gateway.client().get("/v1/openapi.json");
    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.headers().get("content-type")).startsWith("application/json");
    return heard.json();
  }

  @Test
  void aParserOfTheStandardFindsNothingWrong() {
    var options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult parsed =
        new OpenAPIV3Parser().readContents(document().toString(), List.of(), options);
    assertThat(parsed.getMessages()).isEmpty();
    OpenAPI api = parsed.getOpenAPI();
    assertThat(api.getSpecVersion()).isEqualTo(SpecVersion.V31);
    assertThat(api.getPaths()).hasSizeGreaterThan(40);
    assertThat(api.getPaths()).containsKeys("/v1/chat/completions", "/v1/messages", "/api/trend");
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    JsonNode document = document();
    List<String> references = new ArrayList<>();
    document.findValuesAsText("$ref").forEach(references::add);
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  /** The files of the routes, read without Camel, say what must be in it. */
  @Test
  void everyOperationOfTheRoutesIsInItAndNothingElse() throws IOException {
    Set<String> described = new TreeSet<>();
    document()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(verb -> described.add(verb + " " + path.getKey())));
    Set<String> declared = new TreeSet<>();
    Set<String> allowed = new TreeSet<>();
    for (var one : DeclaredOperations.of(Path.of("routes"))) {
      declared.add(one.verb() + " " + one.path());
      if (one.mayEndEarly()) {
        allowed.add(one.verb() + " " + one.path().replaceFirst("/\\{\\w+}$", ""));
      }
    }
    allowed.addAll(declared);
    assertThat(declared).hasSizeGreaterThan(60);
    assertThat(described).containsAll(declared).isSubsetOf(allowed);
  }

  @Test
  void everyOperationHasAnIdOfItsOwnASummaryAndItsPathParameters() {
    List<String> ids = new ArrayList<>();
    document()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        operation -> {
                          assertThat(VERBS).contains(operation.getKey());
                          JsonNode one = operation.getValue();
                          ids.add(one.path("operationId").asText());
                          assertThat(one.path("summary").asText()).as(path.getKey()).isNotBlank();
                          assertThat(named(one, "path"))
                              .as(path.getKey())
                              .isEqualTo(parameters(path.getKey()));
                          assertThat(one.at("/responses/default").isMissingNode()).isFalse();
                        }));
    assertThat(ids).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void aBodyThatARouteHoldsAgainstASchemaHasThatSchema() throws IOException {
    JsonNode document = document();
    JsonNode prompt = document.at("/paths/~1v1~1prompts/post/requestBody");
    assertThat(prompt.at("/content/application~1json/schema/$ref").asText())
        .isEqualTo("#/components/schemas/prompt");
    try (var file = getClass().getResourceAsStream("/schemas/prompt.json")) {
      assertThat(document.at("/components/schemas/prompt"))
          .isEqualTo(new ObjectMapper().readTree(file));
    }
  }

  @Test
  void whatIsSaidOfAnOperationBelongsToOne() throws IOException {
    Set<String> ids =
        gateway.context().getBean(ApiOperations.class).all().stream()
            .map(ApiOperation::id)
            .collect(toSet());
    try (var file = getClass().getResourceAsStream("/openapi/operations.json")) {
      Map<String, Object> said = new LinkedHashMap<>();
      new ObjectMapper()
          .readTree(file)
          .properties()
          .forEach(entry -> said.put(entry.getKey(), entry.getValue()));
      assertThat(ids).containsAll(said.keySet());
    }
  }

  @Test
  void thePageShowsItWithFilesOfThisGateway() {
    Heard page = gateway.client().get("/docs");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.headers().get("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self'", "style-src 'self'")
        .doesNotContain("unsafe");
    assertThat(page.body()).doesNotContain("http://", "https://");
    for (String file : List.of("swagger-ui.css", "swagger-ui-bundle.js", "docs.js")) {
      assertThat(page.body()).contains("/docs/" + file);
      Heard found = gateway.client().get("/docs/" + file);
      assertThat(found.status()).as(file).isEqualTo(200);
      assertThat(found.body()).isNotEmpty();
    }
    assertThat(gateway.client().get("/docs/docs.js").body()).contains("/v1/openapi.json");
    assertThat(gateway.client().get("/docs/swagger-ui.js").status()).isEqualTo(404);
    assertThat(gateway.client().get("/docs/x/docs.js").status()).isEqualTo(404);
  }

  private static Set<String> named(JsonNode operation, String place) {
    Set<String> names = new TreeSet<>();
    operation
        .path("parameters")
        .forEach(
            parameter -> {
              if (parameter.path("in").asText().equals(place)) {
                names.add(parameter.path("name").asText());
              }
            });
    return names;
  }

  private static Set<String> parameters(String path) {
    return Pattern.compile("\\{(\\w+)}")
        .matcher(path)
        .results()
        .map(found -> found.group(1))
        .collect(toCollection(TreeSet::new));
  }
}
