package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One entry of a model list, read field by field; its name fills what the metadata leaves open. */
final class ModelFacts {
  private static final int LONGEST_METADATA = 8_000;
  private static final int MOST_TOKENS = 100_000_000;
  private static final String[] CONTEXT = {
    "context_length",
    "context_window",
    "max_context_length",
    "max_model_len",
    "max_input_tokens",
    "inputTokenLimit",
    "limits/max_input_tokens",
    "top_provider/context_length",
    "model_spec/availableContextTokens"
  };
  private static final String[] OUTPUT = {
    "max_output_tokens",
    "max_completion_tokens",
    "outputTokenLimit",
    "limits/max_output_tokens",
    "top_provider/max_completion_tokens"
  };
  private static final Set<String> CHAT_TYPES =
      Set.of("chat", "text", "llm", "code", "language-model");

  private final String id;
  private final JsonNode item;
  private final NameHints hints;

  ModelFacts(String id, JsonNode item) {
    this.id = id;
    this.item = item;
    this.hints = new NameHints(id);
  }

  /** False when the list itself says that it is switched off. */
  boolean offered() {
    return item.path("active").asBoolean(true) && !item.path("archived").asBoolean(false);
  }

  boolean free() {
    return id.endsWith(":free")
        || (zero(item.at("/pricing/prompt")) && zero(item.at("/pricing/completion")));
  }

  ScannedModel model() {
    return new ScannedModel(
        id,
        name(),
        tokens(CONTEXT, true),
        tokens(OUTPUT, false),
        said(tools(), hints.tools()),
        said(vision(), hints.vision()),
        said(json(), hints.json()),
        hints.reasoning() || lists("supported_parameters", "reasoning") || flag("thinking"),
        hints.thai(),
        !hints.noChat() && !Boolean.FALSE.equals(chat()),
        metadata());
  }

  private String name() {
    for (String field : new String[] {"display_name", "displayName", "name"}) {
      String name = item.path(field).asText("").strip();
      if (!name.isEmpty()) {
        return name.length() > 200 ? name.substring(0, 200) : name;
      }
    }
    return id;
  }

  private static @Nullable Boolean said(@Nullable Boolean metadata, boolean hinted) {
    return metadata != null ? metadata : hinted ? Boolean.TRUE : null;
  }

  private @Nullable Boolean tools() {
    if (item.path("supported_parameters").isArray()) {
      return lists("supported_parameters", "tools");
    }
    if (item.path("capabilities").isArray()) {
      return lists("capabilities", "tool-calling") || lists("capabilities", "tools");
    }
    if (item.path("endpoints").isArray() && lists("endpoints", "tool_use")) {
      return true;
    }
    return firstFlag(
        "capabilities/function_calling",
        "capabilities/tools",
        "capabilities/supports_tools",
        "supports_tools",
        "supports_function_calling",
        "function_calling",
        "tools");
  }

  private @Nullable Boolean vision() {
    for (String field :
        new String[] {
          "input_modalities", "supported_input_modalities", "architecture/input_modalities"
        }) {
      if (node(field).isArray()) {
        return lists(field, "image");
      }
    }
    String modality = node("architecture/modality").asText("");
    if (!modality.isEmpty()) {
      return modality.split("->")[0].contains("image");
    }
    return firstFlag("capabilities/vision", "supports_vision", "supports_image_input", "vision");
  }

  private @Nullable Boolean json() {
    if (item.path("supported_parameters").isArray()) {
      return lists("supported_parameters", "response_format")
          || lists("supported_parameters", "structured_outputs");
    }
    return firstFlag("capabilities/json_mode", "supports_json_mode", "supports_response_schema");
  }

  private @Nullable Boolean chat() {
    if (item.path("endpoints").isArray() && item.path("endpoints").size() > 0) {
      return lists("endpoints", "chat");
    }
    if (item.path("supportedGenerationMethods").isArray()) {
      return lists("supportedGenerationMethods", "generateContent");
    }
    for (String field :
        new String[] {
          "output_modalities", "supported_output_modalities", "architecture/output_modalities"
        }) {
      if (node(field).isArray() && node(field).size() > 0) {
        return lists(field, "text");
      }
    }
    String type = item.path("type").asText("").toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.equals("model")) {
      return CHAT_TYPES.contains(type);
    }
    String task = item.at("/task/name").asText("");
    if (!task.isEmpty()) {
      return task.equals("Text Generation") || task.equals("Image-Text-to-Text");
    }
    return firstFlag("capabilities/completion_chat", "supports_chat");
  }

  private int tokens(String[] fields, boolean context) {
    for (String field : fields) {
      int tokens = count(node(field));
      if (tokens > 0) {
        return tokens;
      }
    }
    int most = 0;
    for (JsonNode provider : item.path("providers")) {
      most = Math.max(most, context ? count(provider.path("context_length")) : 0);
    }
    for (JsonNode property : item.path("properties")) {
      if (context && property.path("property_id").asText().equals("context_window")) {
        most = Math.max(most, count(property.path("value")));
      }
    }
    return most;
  }

  private static int count(JsonNode value) {
    long tokens = value.asLong(0);
    return tokens > 0 && tokens <= MOST_TOKENS ? (int) tokens : 0;
  }

  private @Nullable Boolean firstFlag(String... fields) {
    for (String field : fields) {
      if (node(field).isBoolean()) {
        return node(field).asBoolean();
      }
    }
    return null;
  }

  private boolean flag(String field) {
    return item.path(field).asBoolean(false);
  }

  private boolean lists(String field, String word) {
    for (JsonNode value : node(field)) {
      if (value.asText().equalsIgnoreCase(word)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode node(String path) {
    return item.at("/" + path);
  }

  private static boolean zero(JsonNode price) {
    if (price.isMissingNode() || price.isNull()) {
      return false;
    }
    try {
      return Double.parseDouble(price.asText()) == 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String metadata() {
    String text = item.isObject() ? item.toString() : "{}";
    // PostgreSQL's jsonb refuses the zero character, which no sane entry holds.
    return text.length() > LONGEST_METADATA || text.contains("\\u0000") ? "{}" : text;
  }
}
