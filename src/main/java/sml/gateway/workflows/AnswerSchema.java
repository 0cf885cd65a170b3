package sml.gateway.workflows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.resource.AllowSchemaLoader;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** The JSON Schema (2020-12) that an answer has to keep to; it may refer to nothing outside. */
final class AnswerSchema {
  private static final String STANDARD = "classpath:draft/2020-12/";
  private static final int MOST_FAULTS = 10;
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(
          SpecVersion.VersionFlag.V202012,
          builder ->
              builder.schemaLoaders(
                  loaders ->
                      loaders.values(
                          known ->
                              known.addFirst(
                                  new AllowSchemaLoader(
                                      iri -> iri.toString().startsWith(STANDARD))))));
  private static final SchemaValidatorsConfig CONFIG =
      SchemaValidatorsConfig.builder().locale(Locale.ROOT).build();
  private static final JsonSchema OF_SCHEMAS =
      FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012), CONFIG);

  private final JsonSchema schema;
  private final ObjectNode json;

  private AnswerSchema(JsonSchema schema, ObjectNode json) {
    this.schema = schema;
    this.json = json;
  }

  /**
   * Reads a schema.
   *
   * @throws InvalidRequest naming what is wrong with it
   */
  static AnswerSchema of(ObjectNode given) {
    ObjectNode json = given.deepCopy();
    // libraries name the draft they were made for; its keywords are read as those of 2020-12
    json.remove("$schema");
    try {
      List<String> faults = faults(OF_SCHEMAS.validate(json));
      if (!faults.isEmpty()) {
        throw InvalidRequest.value(
            "schema", "it is no JSON Schema of 2020-12: " + faults.getFirst());
      }
      JsonSchema schema = FACTORY.getSchema(json, CONFIG);
      schema.initializeValidators();
      return new AnswerSchema(schema, json);
    } catch (JsonSchemaException | IllegalArgumentException unusable) {
      throw InvalidRequest.value("schema", "it cannot be used: " + unusable.getMessage());
    }
  }

  /** The schema as the model gets it. */
  ObjectNode json() {
    return json;
  }

  /** What is wrong with an answer, each fault with its place; empty when it keeps to the schema. */
  List<String> faults(JsonNode answer) {
    try {
      return faults(schema.validate(answer));
    } catch (JsonSchemaException unresolved) {
      throw InvalidRequest.value("schema", "it cannot be used: " + unresolved.getMessage());
    } catch (StackOverflowError endless) {
      throw InvalidRequest.value("schema", "it refers to itself without end");
    }
  }

  private static List<String> faults(Set<ValidationMessage> messages) {
    return messages.stream().limit(MOST_FAULTS).map(AnswerSchema::fault).toList();
  }

  /** A fault of the whole value has an empty place. */
  private static String fault(ValidationMessage message) {
    String text = message.getMessage();
    return text.startsWith(": ") ? text.substring(2) : text;
  }
}
