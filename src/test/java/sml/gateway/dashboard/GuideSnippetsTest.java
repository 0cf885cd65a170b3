package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the guide shows is what was run: by {@code .ci/clients}, or by {@code .ci/browser}. */
class GuideSnippetsTest {
  private static final String BASE = "http://127.0.0.1:3334";

  private final GuideSnippets snippets = new GuideSnippets();

  GuideSnippetsTest() throws IOException {}

  private static String section(String client) throws IOException {
    String page = Files.readString(Path.of("docs/clients.md"));
    int start = page.indexOf("\n## " + client + "\n");
    assertThat(start).as(client).isPositive();
    int end = page.indexOf("\n## ", start + 1);
    return end < 0 ? page.substring(start) : page.substring(start, end);
  }

  @ParameterizedTest
  @CsvSource({"codex, Codex", "opencode, OpenCode", "qwen-code, Qwen Code", "aider, Aider"})
  void aCodingClientIsSetUpAsItsDocumentSays(String file, String client) throws IOException {
    String setup = snippets.of(file, BASE).getOrDefault("setup", "");
    List<String> lines = setup.lines().filter(line -> !line.startsWith("#")).toList();
    assertThat(lines).hasSizeGreaterThan(2);
    // the last line of some begins a command that goes on with its task
    assertThat(lines.subList(0, lines.size() - 1)).isSubsetOf(section(client).lines().toList());
    assertThat(section(client)).contains("\n" + lines.getLast());
  }

  @Test
  void everyClientHasTheAddressInUse() {
    for (String client : GuideSnippets.CLIENTS) {
      assertThat(snippets.of(client, BASE).values())
          .as(client)
          .isNotEmpty()
          .allSatisfy(code -> assertThat(code).contains(BASE).doesNotContain("{base}"));
    }
  }
}
