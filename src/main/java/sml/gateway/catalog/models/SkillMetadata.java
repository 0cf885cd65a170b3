package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a list's entry states of a model's skills; null where it says nothing. */
record SkillMetadata(ModelListEntry item) {
  private static final Set<String> CHAT_TYPES =
      Set.of("chat", "text", "llm", "code", "language", "language-model");
  private static final String[] INPUTS = {
    "input_modalities",
    "supported_input_modalities",
    "architecture/input_modalities",
    "modalities/input"
  };
  private static final String[] OUTPUTS = {
    "output_modalities",
    "supported_output_modalities",
    "architecture/output_modalities",
    "modalities/output"
  };

  /** Lists that name what a model can do, but need not name all of it. */
  private static final String[] FEATURES = {"features", "supported_features", "metadata/tags"};

  @Nullable Boolean tools() {
    if (item.node("supported_parameters").isArray()) {
      return item.lists("supported_parameters", "tools");
    }
    if (item.node("capabilities").isArray()) {
      return item.anyLists(new String[] {"capabilities"}, "tool-calling", "tools");
    }
    if (item.lists("endpoints", "tool_use")
        || item.anyLists(FEATURES, "tools", "function-calling", "tool_use", "function_calling")) {
      return true;
    }
    String property = item.property("function_calling");
    return property.isEmpty() ? toolFlag() : Boolean.valueOf(property.equalsIgnoreCase("true"));
  }

  private @Nullable Boolean toolFlag() {
    Boolean routed = anyProvider("supports_tools");
    return routed != null
        ? routed
        : item.firstFlag(
            "capabilities/function_calling",
            "capabilities/tools",
            "capabilities/supports_tools",
            "functionality/tool_call",
            "supports_tools",
            "supports_function_calling",
            "function_calling",
            "tools");
  }

  @Nullable Boolean vision() {
    for (String inputs : INPUTS) {
      if (item.filled(inputs)) {
        return item.lists(inputs, "image");
      }
    }
    String modality = item.text("architecture/modality");
    if (!modality.isEmpty()) {
      return modality.split("->", 2)[0].contains("image");
    }
    boolean named =
        item.anyLists(FEATURES, "vision")
            || item.anyLists(new String[] {"details/families"}, "clip", "mllama");
    return named
        ? Boolean.TRUE
        : item.firstFlag(
            "capabilities/vision", "supports_vision", "supports_image_input", "vision");
  }

  @Nullable Boolean json() {
    if (item.node("supported_parameters").isArray()) {
      return item.anyLists(
          new String[] {"supported_parameters"}, "response_format", "structured_outputs");
    }
    if (item.anyLists(FEATURES, "json_mode", "structured-outputs", "structured_outputs")) {
      return true;
    }
    return item.firstFlag(
        "capabilities/json_mode",
        "functionality/structured_output",
        "supports_json_mode",
        "supports_response_schema");
  }

  boolean reasoning() {
    return item.lists("supported_parameters", "reasoning")
        || item.anyLists(FEATURES, "reasoning")
        || item.flag("thinking");
  }

  @Nullable Boolean chat() {
    if (item.filled("endpoints")) {
      return chatEndpoint();
    }
    if (item.node("supportedGenerationMethods").isArray()) {
      return item.lists("supportedGenerationMethods", "generateContent");
    }
    for (String outputs : OUTPUTS) {
      if (item.filled(outputs)) {
        return item.lists(outputs, "text");
      }
    }
    for (String field : new String[] {"type", "model_type"}) {
      String type = item.text(field).toLowerCase(Locale.ROOT);
      if (!type.isEmpty() && !type.equals("model")) {
        return CHAT_TYPES.contains(type);
      }
    }
    String task = item.text("task/name");
    if (!task.isEmpty()) {
      return task.equals("Text Generation") || task.equals("Image-Text-to-Text");
    }
    return item.firstFlag("capabilities/completion_chat", "supports_chat");
  }

  private boolean chatEndpoint() {
    for (JsonNode endpoint : item.node("endpoints")) {
      if (endpoint.asText().toLowerCase(Locale.ROOT).startsWith("chat")) {
        return true;
      }
    }
    return false;
  }

  /** True when one of the providers behind a router can, false when all say they cannot. */
  private @Nullable Boolean anyProvider(String flag) {
    Boolean found = null;
    for (JsonNode provider : item.node("providers")) {
      if (provider.path(flag).isBoolean()) {
        found = Boolean.TRUE.equals(found) || provider.path(flag).asBoolean();
      }
    }
    return found;
  }
}
