package sml.gateway.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Variable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.ModelRef;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;
import sml.gateway.workflows.InnerChat.ChatResult;

/** {@code POST /v1/structured}: an answer that keeps to the JSON Schema of the request. */
@Component("structured")
final class Structured {
  private static final String AUTO = "sml/auto";
  private static final int USUAL_RETRIES = 2;
  private static final int MOST_RETRIES = 100;

  private final InnerChat chats;
  private final ModelRegistry registry;
  private final WorkflowSettings settings;

  Structured(InnerChat chats, ModelRegistry registry, WorkflowSettings settings) {
    this.chats = chats;
    this.registry = registry;
    this.settings = settings;
  }

  /** Reads the request and its schema. */
  public StructuredRun begin(HttpCall call) {
    ChatBody body = ChatBody.of(call);
    JsonNode given = body.node("schema");
    if (given == null) {
      throw InvalidRequest.missing("schema");
    }
    if (!(given instanceof ObjectNode object)) {
      throw InvalidRequest.value("schema", "an object is expected");
    }
    if (given.toString().length() > settings.schemaSize()) {
      throw InvalidRequest.value("schema", "it is longer than " + settings.schemaSize() + " bytes");
    }
    AnswerSchema schema = AnswerSchema.of(object);
    int retries = body.number("max_retries", USUAL_RETRIES, 0, MOST_RETRIES);
    int attempts = Math.min(retries + 1, settings.attempts());
    return new StructuredRun(call, chat(body, schema.json()), schema, attempts);
  }

  private ObjectNode chat(ChatBody body, ObjectNode schema) {
    ObjectNode chat = body.json().deepCopy();
    chat.remove(List.of("schema", "max_retries"));
    if (body.node("model") == null) {
      chat.put("model", AUTO);
    }
    if (!chat.has("temperature")) {
      chat.put("temperature", 0);
    }
    instruct(chat, schema);
    chat.set("response_format", format(chat.path("model").asText(), schema));
    return chat;
  }

  /** The schema goes behind the client's own system message, or before everything. */
  private static void instruct(ObjectNode chat, ObjectNode schema) {
    String instruction =
        "Answer with one JSON value that keeps to this JSON Schema, without a code fence and"
            + " without any other word:\n"
            + schema;
    ArrayNode messages = (ArrayNode) chat.get("messages");
    JsonNode first = messages.get(0);
    if (first instanceof ObjectNode system
        && system.path("role").asText().equals("system")
        && system.path("content").isTextual()) {
      system.put("content", system.path("content").textValue() + "\n\n" + instruction);
      return;
    }
    messages.insert(
        0, JsonNodeFactory.instance.objectNode().put("role", "system").put("content", instruction));
  }

  private ObjectNode format(String model, ObjectNode schema) {
    ObjectNode format = JsonNodeFactory.instance.objectNode();
    if (!hasSchemas(model)) {
      return format.put("type", "json_object");
    }
    format.put("type", "json_schema");
    format
        .putObject("json_schema")
        .put("name", "answer")
        .put("strict", false)
        .set("schema", schema);
    return format;
  }

  private boolean hasSchemas(String model) {
    return ModelRef.parse(model).flatMap(registry::model).map(Model::json).orElse(false);
  }

  /** One attempt. */
  public void ask(@Variable("run") StructuredRun run) {
    run.add(chats.ask(run.call(), run.body(), null));
  }

  /** The reply: the data, or the best attempt and what is wrong with it. */
  public HttpReply render(@Variable("run") StructuredRun run) {
    StructuredRun.Draft best = run.best();
    ChatResult last = run.results().getLast();
    if (best == null && !last.ok()) {
      Map<String, String> headers = headers(last);
      headers.putAll(last.advice());
      return new HttpReply(
          last.status(), headers, new HttpReply.Bytes(RawObject.bytes(last.json())));
    }
    ChatResult shown = best == null ? last : best.result();
    boolean fits = best != null && best.fits();
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    reply.put("ok", fits).put("attempts", run.results().size());
    if (best != null) {
      reply.set("data", best.data());
    }
    if (!fits) {
      List<String> faults =
          best == null ? List.of("the model answered without a text") : best.faults();
      reply.put("raw", best == null ? null : best.text()).put("error", faults.getFirst());
      ArrayNode errors = reply.putArray("errors");
      faults.forEach(errors::add);
    }
    reply
        .put("model", shown.model())
        .put("provider", shown.provider())
        .put("latency_ms", run.results().stream().mapToLong(ChatResult::tookMs).sum());
    ArrayNode ids = reply.putArray("request_ids");
    run.results().forEach(result -> ids.add(result.requestId()));
    return new HttpReply(
        fits ? 200 : 422, headers(shown), new HttpReply.Bytes(RawObject.bytes(reply)));
  }

  private static Map<String, String> headers(ChatResult result) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/json");
    if (result.provider() != null && result.model() != null) {
      headers.put("X-SMLGateway-Model", result.model());
      headers.put("X-SMLGateway-Provider", result.provider());
    }
    return headers;
  }
}
