package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Reads a provider's model list whatever its form: an array, or an object with {@code data}, {@code
 * models} or {@code result}; of texts or of objects.
 */
@Component
public final class ModelListReader {
  private static final int MOST = 5000;
  private static final int LONGEST_ID = 300;

  private final ObjectMapper json;

  public ModelListReader(ObjectMapper json) {
    this.json = json;
  }

  /**
   * The models in a list's body.
   *
   * @param free which of them are offered
   * @throws IOException when it is no model list
   */
  List<ScannedModel> read(byte[] body, FreeModels free) throws IOException {
    return read(parse(body), free);
  }

  /** A list's body as JSON; throws when it is none. */
  public JsonNode parse(byte[] body) throws IOException {
    return json.readTree(body);
  }

  /** As {@link #read(byte[], FreeModels)}, of a body that is parsed already. */
  List<ScannedModel> read(JsonNode root, FreeModels free) throws IOException {
    for (String field : new String[] {"data", "models", "result"}) {
      if (root.path(field).isArray()) {
        // Cloudflare's ids are not the names its models are asked by.
        return read(root.path(field), free, field.equals("result") ? "name" : "id");
      }
    }
    if (!root.isArray()) {
      throw new IOException("the answer holds no list of models");
    }
    return read(root, free, "id");
  }

  /** The models an operator or the shipped data names. */
  public List<ScannedModel> read(List<JsonNode> models) {
    return read(models, FreeModels.ALL, "id");
  }

  /** The ids among the models an operator or the shipped data names. */
  public static Set<String> ids(List<JsonNode> models) {
    return models.stream().map(model -> id(model, "id")).collect(Collectors.toUnmodifiableSet());
  }

  private static List<ScannedModel> read(
      Iterable<JsonNode> items, FreeModels free, String idField) {
    Map<String, ScannedModel> found = new LinkedHashMap<>();
    for (JsonNode item : items) {
      String id = id(item, idField);
      var facts = new ModelMetadata(id, item);
      boolean wanted = isName(id) && facts.offered() && free.offers(id, facts.free());
      if (wanted && found.size() < MOST) {
        found.putIfAbsent(id, facts.model());
      }
    }
    return List.copyOf(found.values());
  }

  /** Ids become headers, log entries and rows: one with a control character is no model. */
  private static boolean isName(String id) {
    return !id.isEmpty()
        && id.length() <= LONGEST_ID
        && id.chars().noneMatch(Character::isISOControl);
  }

  private static String id(JsonNode item, String idField) {
    String id = item.asText("");
    for (String field : new String[] {idField, "id", "name", "model"}) {
      if (id.isEmpty() && item.path(field).isTextual()) {
        id = item.path(field).asText();
      }
    }
    id = id.strip();
    if (id.length() > 300) {
      return "";
    }
    return id.startsWith("models/") ? id.substring("models/".length()) : id;
  }
}
