package sml.gateway.catalog.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Model;

/** What a list's entry states of a model's skills; null where it says nothing. */
record SkillMetadata(ModelListEntry item) {
  private static final Set<String> CHAT_TYPES =
      Set.of("chat", "text", "llm", "code", "language", "language-model");
  private static final Set<String> CHAT_TASKS = Set.of("Text Generation", "Image-Text-to-Text");

  /** Words for what is not chat; the first that fits counts. */
  private static final Map<String, Model.Kind> KIND_WORDS = kindWords();

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

  /** What the entry says the model is for; null where it says nothing. */
  Model.@Nullable Kind kind() {
    if (item.filled("endpoints")) {
      return chatEndpoint() ? Model.Kind.CHAT : endpoint();
    }
    JsonNode methods = item.node("supportedGenerationMethods");
    if (methods.isArray()) {
      return item.lists("supportedGenerationMethods", "generateContent")
          ? Model.Kind.CHAT
          : ofWords(methods.toString());
    }
    for (String outputs : OUTPUTS) {
      if (item.filled(outputs)) {
        return item.lists(outputs, "text")
            ? Model.Kind.CHAT
            : ofWords(item.node(outputs).toString());
      }
    }
    for (String field : new String[] {"type", "model_type"}) {
      String type = item.text(field).toLowerCase(Locale.ROOT);
      if (!type.isEmpty() && !type.equals("model")) {
        return CHAT_TYPES.contains(type) ? Model.Kind.CHAT : ofWords(type);
      }
    }
    String task = item.text("task/name");
    if (!task.isEmpty()) {
      return CHAT_TASKS.contains(task) ? Model.Kind.CHAT : ofWords(task);
    }
    Boolean chat = item.firstFlag("capabilities/completion_chat", "supports_chat");
    return chat == null ? null : chat ? Model.Kind.CHAT : Model.Kind.OTHER;
  }

  private Model.Kind endpoint() {
    StringBuilder all = new StringBuilder();
    item.node("endpoints").forEach(endpoint -> all.append(endpoint.asText()).append(' '));
    return ofWords(all.toString());
  }

  private static Model.Kind ofWords(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    return KIND_WORDS.entrySet().stream()
        .filter(word -> lower.contains(word.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(Model.Kind.OTHER);
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

  private static Map<String, Model.Kind> kindWords() {
    Map<String, Model.Kind> words = new LinkedHashMap<>();
    words.put("rerank", Model.Kind.RERANK);
    words.put("embed", Model.Kind.EMBEDDING);
    words.put("transcri", Model.Kind.TRANSCRIPTION);
    words.put("speech-to-text", Model.Kind.TRANSCRIPTION);
    words.put("speech recognition", Model.Kind.TRANSCRIPTION);
    words.put("speech", Model.Kind.SPEECH);
    words.put("tts", Model.Kind.SPEECH);
    words.put("audio", Model.Kind.SPEECH);
    words.put("moderation", Model.Kind.MODERATION);
    words.put("image-to-text", Model.Kind.OTHER);
    words.put("image", Model.Kind.IMAGE);
    return words;
  }
}
