package sml.gateway.simulation.speech;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Makes a value that satisfies a JSON schema of the plain kind used for tools and answers. */
final class SchemaFiller {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int DEEPEST = 16;

  private final JsonNode root;
  private final RandomGenerator random;

  private SchemaFiller(JsonNode root, RandomGenerator random) {
    this.root = root;
    this.random = random;
  }

  /** A JSON text; an empty object for a schema that says nothing. */
  static String fill(JsonNode schema, RandomGenerator random) {
    return new SchemaFiller(schema, random).value(schema, 0).toString();
  }

  private JsonNode value(JsonNode schema, int depth) {
    if (schema.has("$ref") && depth < DEEPEST) {
      return value(root.at(schema.get("$ref").asText("#").substring(1)), depth + 1);
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    if (!schema.path("enum").isEmpty()) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
    }
    for (String choice : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (!schema.path(choice).isEmpty() && depth < DEEPEST) {
        return value(schema.get(choice).get(0), depth + 1);
      }
    }
    return typed(schema, depth);
  }

  private JsonNode typed(JsonNode schema, int depth) {
    JsonNode type = schema.path("type");
    return switch ((type.isArray() ? type.path(0) : type).asText("object")) {
      case "string" -> NODES.textNode(string(schema));
      case "integer" -> NODES.numberNode(schema.path("minimum").asLong(0) + random.nextInt(3));
      case "number" -> NODES.numberNode(schema.path("minimum").asDouble(0) + 0.5);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "null" -> NODES.nullNode();
      case "array" -> array(schema, depth);
      default -> object(schema, depth);
    };
  }

  private String string(JsonNode schema) {
    int shortest = schema.path("minLength").asInt(0);
    int longest = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    String text = "simulated";
    if (text.length() < shortest) {
      text = text.repeat(shortest / text.length() + 1);
    }
    return text.substring(0, Math.min(text.length(), longest));
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    int size = Math.min(Math.max(1, schema.path("minItems").asInt(1)), 100);
    for (int i = 0; i < size && depth < DEEPEST; i++) {
      array.add(value(schema.path("items"), depth + 1));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    if (depth < DEEPEST) {
      for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
        object.set(property.getKey(), value(property.getValue(), depth + 1));
      }
    }
    return object;
  }
}
