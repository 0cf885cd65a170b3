package stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * How the documents say that a client is set up and run: a section of {@code docs/clients.md}.
 *
 * @param python name of the package of its Python environment; empty when it needs none
 * @param files its configuration by path; {@code ~} is the home
 * @param command lines for a shell; empty for none
 */
record ClientGuide(String name, String python, Map<String, String> files, String command) {
  private static final Pattern SECTION = Pattern.compile("(?m)^## (.+)$");
  private static final Pattern PYTHON = Pattern.compile("`pip install ([a-z-]+)==");
  private static final Pattern BLOCK = Pattern.compile("(?s)```([a-z]+)\n(.*?)```");
  private static final Pattern SPAN = Pattern.compile("`([^`\n]+)`");

  static List<ClientGuide> read(Path page) throws IOException {
    String text = Files.readString(page);
    List<MatchResult> heads = SECTION.matcher(text).results().toList();
    List<ClientGuide> guides = new ArrayList<>();
    for (int i = 0; i < heads.size(); i++) {
      int end = i + 1 < heads.size() ? heads.get(i + 1).start() : text.length();
      guides.add(section(heads.get(i).group(1), text.substring(heads.get(i).end(), end)));
    }
    return guides;
  }

  private static ClientGuide section(String name, String text) {
    Map<String, String> files = new LinkedHashMap<>();
    String command = "";
    int from = 0;
    for (MatchResult block : BLOCK.matcher(text).results().toList()) {
      if (block.group(1).equals("bash")) {
        command = block.group(2);
      } else {
        files.put(lastSpan(text.substring(from, block.start())), block.group(2));
      }
      from = block.end();
    }
    var python = PYTHON.matcher(text);
    return new ClientGuide(name, python.find() ? python.group(1) : "", files, command);
  }

  /** The path that is named right before a file. */
  private static String lastSpan(String text) {
    return SPAN.matcher(text)
        .results()
        .reduce((first, second) -> second)
        .orElseThrow(() -> new IllegalStateException("a file without a path: " + text))
        .group(1);
  }
}
