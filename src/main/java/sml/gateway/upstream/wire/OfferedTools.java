package sml.gateway.upstream.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools a request offers.
 *
 * @param textParameters by the name of the tool, the parameters that are strings by its schema
 */
public record OfferedTools(Map<String, Set<String>> textParameters) {
  /** No tools: calls written as text are not looked for. */
  public static final OfferedTools NONE = new OfferedTools(Map.of());

  public OfferedTools {
    textParameters = Map.copyOf(textParameters);
  }

  /** Reads the {@code tools} member of a request; anything but functions is passed over. */
  public static OfferedTools of(@Nullable JsonNode tools) {
    if (tools == null || !tools.isArray()) {
      return NONE;
    }
    Map<String, Set<String>> offered = HashMap.newHashMap(tools.size());
    for (JsonNode tool : tools) {
      JsonNode function = tool.path("function");
      String name = function.path("name").asText("");
      if (!name.isEmpty()) {
        offered.put(name, strings(function.at("/parameters/properties")));
      }
    }
    return new OfferedTools(offered);
  }

  private static Set<String> strings(JsonNode properties) {
    Set<String> names = new HashSet<>();
    for (var property : properties.properties()) {
      if (property.getValue().path("type").asText("").equals("string")) {
        names.add(property.getKey());
      }
    }
    return Set.copyOf(names);
  }

  boolean isEmpty() {
    return textParameters.isEmpty();
  }

  boolean contains(String name) {
    return textParameters.containsKey(name);
  }

  /** True when a name begins like this. */
  boolean anyBeginsWith(String begun) {
    return textParameters.keySet().stream().anyMatch(name -> name.startsWith(begun));
  }

  /** True when the schema of the tool says that this parameter is a string. */
  boolean isText(String tool, String parameter) {
    Set<String> texts = textParameters.get(tool);
    return texts != null && texts.contains(parameter);
  }
}
