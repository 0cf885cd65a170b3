package sml.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import sml.gateway.chat.Turn;

/** The names of the tools a request offers. */
final class ToolNames {
  private ToolNames() {}

  static Set<String> of(Turn turn) {
    if (!turn.profile().tools()) {
      return Set.of();
    }
    try {
      JsonNode tools = turn.body().node("tools");
      Set<String> names = new HashSet<>();
      if (tools != null) {
        tools.forEach(tool -> names.add(tool.path("function").path("name").asText("")));
        names.remove("");
      }
      return names;
    } catch (IOException admittedBefore) {
      return Set.of();
    }
  }
}
