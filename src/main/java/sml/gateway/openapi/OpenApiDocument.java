package sml.gateway.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import sml.gateway.json.ProgramFile;
import sml.gateway.network.HttpReply;

/**
 * {@code GET /v1/openapi.json}: OpenAPI 3.1 of the routes that serve now. Paths, verbs and
 * summaries are the routes' own and bodies those of their JSON Schemas; what routes do not say
 * (queries, shapes of bodies that beans check) is in {@code openapi/operations.json}.
 */
@Component("openApi")
final class OpenApiDocument {
  private static final String JSON = "application/json";
  private static final String SCHEMAS = "#/components/schemas/";

  private final ApiOperations operations;
  private final ObjectMapper json;
  private final ObjectNode frame;
  private final JsonNode details;

  OpenApiDocument(ApiOperations operations, ObjectMapper json) {
    this.operations = operations;
    this.json = json;
    this.frame = (ObjectNode) new ProgramFile("openapi/document.json").tree();
    this.details = new ProgramFile("openapi/operations.json").tree();
  }

  /** The document. */
  public HttpReply show() {
    try {
      return HttpReply.json(200, json.writeValueAsBytes(document()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  ObjectNode document() {
    ObjectNode document = frame.deepCopy();
    ObjectNode paths = document.putObject("paths");
    ObjectNode schemas = (ObjectNode) document.at("/components/schemas");
    List<ApiOperation> all = operations.all();
    Set<String> taken =
        all.stream().map(one -> one.verb() + " " + one.path()).collect(Collectors.toSet());
    for (ApiOperation one : all) {
      JsonNode more = details.path(one.id());
      put(paths, schemas, one, more);
      ApiOperation ofAll = one.ofAll();
      if (more.path("ofAll").asBoolean() && !taken.contains(ofAll.verb() + " " + ofAll.path())) {
        put(paths, schemas, ofAll, more);
      }
    }
    return document;
  }

  private void put(ObjectNode paths, ObjectNode schemas, ApiOperation one, JsonNode more) {
    ObjectNode operation = json.createObjectNode();
    operation.put("operationId", one.id());
    operation.putArray("tags").add(one.path().startsWith("/v1/") ? "client" : "operator");
    operation.put("summary", more.path("summary").asText(one.summary()));
    parameters(one, more, operation);
    String body = bodyName(one, more, schemas);
    if (!body.isEmpty()) {
      ObjectNode request = operation.putObject("requestBody");
      request.put("required", more.path("bodyRequired").asBoolean(true));
      content(request, more.path("bodyType").asText(JSON), body);
    }
    responses(one, more, operation.putObject("responses"));
    paths.withObjectProperty(one.path()).set(one.verb(), operation);
  }

  private void parameters(ApiOperation one, JsonNode more, ObjectNode operation) {
    ArrayNode parameters = json.createArrayNode();
    for (ApiOperation.PathParameter named : one.parameters()) {
      ObjectNode parameter = parameters.addObject();
      parameter.put("name", named.name()).put("in", "path").put("required", true);
      if (named.restOfPath()) {
        parameter.put("description", "May hold slashes, raw or encoded.");
      }
      parameter.putObject("schema").put("type", "string");
    }
    for (Map.Entry<String, JsonNode> query : more.path("query").properties()) {
      ObjectNode parameter = parameters.addObject();
      parameter.put("name", query.getKey()).put("in", "query");
      ObjectNode schema = query.getValue().deepCopy();
      JsonNode description = schema.remove("description");
      if (description != null) {
        parameter.set("description", description);
      }
      parameter.set("schema", schema);
    }
    if (!parameters.isEmpty()) {
      operation.set("parameters", parameters);
    }
  }

  /** The schema of its body; one that its route names is brought into the document. */
  private String bodyName(ApiOperation one, JsonNode more, ObjectNode schemas) {
    String file = one.bodySchema();
    if (file == null) {
      return more.path("body").asText();
    }
    String name = file.replaceAll("^schemas/|\\.json$", "");
    if (!schemas.has(name)) {
      schemas.set(name, new ProgramFile(file).tree());
    }
    return name;
  }

  private void responses(ApiOperation one, JsonNode more, ObjectNode responses) {
    ObjectNode good = responses.putObject(more.path("status").asText("200"));
    good.put("description", more.path("answered").asText(one.summary()));
    good.putObject("headers")
        .putObject("X-SMLGateway-Request-Id")
        .put("$ref", "#/components/headers/RequestId");
    content(good, more.path("answerType").asText(JSON), more.path("answer").asText());
    if (more.path("stream").asBoolean()) {
      content(good, "text/event-stream", "Events");
    }
    for (Map.Entry<String, JsonNode> other : more.path("others").properties()) {
      ObjectNode response = responses.putObject(other.getKey());
      response.put("description", other.getValue().path("description").asText());
      content(response, JSON, other.getValue().path("answer").asText());
    }
    responses
        .putObject("default")
        .put("$ref", "#/components/responses/" + more.path("error").asText("Error"));
  }

  private static void content(ObjectNode holder, String type, String schema) {
    ObjectNode media = holder.withObjectProperty("content").putObject(type);
    if (!schema.isEmpty()) {
      media.putObject("schema").put("$ref", SCHEMAS + schema);
    }
  }
}
