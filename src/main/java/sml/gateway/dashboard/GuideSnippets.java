package sml.gateway.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * The pieces of code of the guide: a file per client, in it a part per line {@code === name}. The
 * word <code>{base}</code> in them stands for the address of the gateway.
 */
@Component("guideSnippets")
final class GuideSnippets {
  static final List<String> CLIENTS =
      List.of(
          "curl",
          "python",
          "node",
          "langchain",
          "openclaw",
          "codex",
          "claude-code",
          "opencode",
          "qwen-code",
          "aider",
          "cline",
          "any");
  static final String DEV_TOOLS = "dev-tools";

  private static final String PART = "=== ";

  private final Map<String, Map<String, String>> files = new LinkedHashMap<>();

  GuideSnippets() throws IOException {
    for (String client : CLIENTS) {
      files.put(client, read(client));
    }
    files.put(DEV_TOOLS, read(DEV_TOOLS));
  }

  private static Map<String, String> read(String name) throws IOException {
    String text =
        new ClassPathResource("pages/snippets/" + name + ".txt")
            .getContentAsString(StandardCharsets.UTF_8);
    Map<String, StringBuilder> parts = new LinkedHashMap<>();
    StringBuilder part = new StringBuilder();
    for (String line : text.lines().toList()) {
      if (line.startsWith(PART)) {
        part = new StringBuilder();
        parts.put(line.substring(PART.length()), part);
      } else {
        part.append(line).append('\n');
      }
    }
    Map<String, String> whole = new LinkedHashMap<>();
    parts.forEach((key, lines) -> whole.put(key, lines.toString().stripTrailing()));
    return whole;
  }

  /** The parts of a file in their order, for a gateway that is reached under {@code base}. */
  Map<String, String> of(String file, String base) {
    Map<String, String> filled = new LinkedHashMap<>();
    files
        .getOrDefault(file, Map.of())
        .forEach((part, code) -> filled.put(part, code.replace("{base}", base)));
    return filled;
  }
}
