package sml.gateway;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.modulith.core.ApplicationModule;
import org.springframework.modulith.core.ApplicationModules;

/** The documents agree with the code. */
class DocsTest {
  private static final Pattern ROOM = Pattern.compile("(?m)^\\| `([a-z]+)` \\|");
  private static final Pattern MAY_USE = Pattern.compile("(?m)^\\| `([a-z]+)` \\|.*\\| (.*) \\|$");
  private static final Pattern ALLOWED = Pattern.compile("\"([a-z]+)(?:::[a-z]+)?\"");
  private static final Pattern WORD = Pattern.compile("[a-z]+");

  /** Rooms that every room may use, and the word for no other. */
  private static final Set<String> UNSAID = Set.of("json", "network", "nothing");

  private static final Pattern EXAMPLE = Pattern.compile("(?m)^#?([A-Z_]+)=(.*)$");
  private static final Pattern BOUND = Pattern.compile("\\$\\{([A-Z_]+):([^}]*)}");
  private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)\\)");

  private static final Pattern BLOCK = Pattern.compile("(?s)```.*?```");

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  private static Set<String> rooms() {
    return ApplicationModules.of(GatewayApplication.class).stream()
        .map(ApplicationModule::getIdentifier)
        .map(Object::toString)
        .collect(toSet());
  }

  private static Set<String> roomsIn(String file) throws IOException {
    return ROOM.matcher(read(file)).results().map(room -> room.group(1)).collect(toSet());
  }

  private static Map<String, String> pairs(Pattern pattern, String file) throws IOException {
    return pattern
        .matcher(read(file))
        .results()
        .collect(toMap(hit -> hit.group(1), hit -> hit.group(2), (first, again) -> first));
  }

  @Test
  void theReadmeListsEveryRoom() throws IOException {
    assertThat(roomsIn("README.md")).isEqualTo(rooms());
  }

  @Test
  void theArchitectureListsEveryRoom() throws IOException {
    assertThat(roomsIn("docs/architecture.md")).isEqualTo(rooms());
  }

  @Test
  void theArchitectureSaysWhichRoomsARoomMayUse() throws IOException {
    var said = pairs(MAY_USE, "docs/architecture.md");
    assertThat(said.keySet()).isEqualTo(rooms());
    for (var room : said.entrySet()) {
      String code = read("src/main/java/sml/gateway/" + room.getKey() + "/package-info.java");
      String others = room.getValue().replaceAll("\\(.*?\\)", "");
      assertThat(named(WORD, others)).as(room.getKey()).isEqualTo(named(ALLOWED, code));
    }
  }

  private static Set<String> named(Pattern pattern, String text) {
    return pattern
        .matcher(text)
        .results()
        .map(hit -> hit.group(hit.groupCount()))
        .filter(room -> !UNSAID.contains(room))
        .collect(toSet());
  }

  @Test
  void theReadmeNamesTheTwoCommands() throws IOException {
    assertThat(read("README.md")).contains("./mvnw spring-boot:run", "./mvnw verify");
  }

  @Test
  void theExampleShowsEverySettingWithItsDefault() throws IOException {
    var bound = pairs(BOUND, "src/main/resources/application.yaml");
    var shown = pairs(EXAMPLE, ".env.example");
    assertThat(shown).isNotEmpty();
    assertThat(shown).isEqualTo(bound);
  }

  @Test
  void bothPagesAboutClientsHaveTheSameConfiguration() throws IOException {
    List<String> english = blocks("docs/clients.md");
    assertThat(english).hasSizeGreaterThan(10);
    assertThat(blocks("docs/clients.th.md")).isEqualTo(english);
  }

  private static List<String> blocks(String file) throws IOException {
    return BLOCK.matcher(read(file)).results().map(MatchResult::group).toList();
  }

  static List<Path> documents() throws IOException {
    try (var docs = Files.walk(Path.of("docs"));
        var top = Files.list(Path.of(""))) {
      return Stream.concat(docs, top).filter(file -> file.toString().endsWith(".md")).toList();
    }
  }

  @Test
  void everyLinkOfADocumentLeadsSomewhere() throws IOException {
    var broken = new ArrayList<String>();
    for (Path file : documents()) {
      LINK.matcher(Files.readString(file))
          .results()
          .map(link -> file.resolveSibling(link.group(1)))
          .filter(Files::notExists)
          .forEach(target -> broken.add(file + " -> " + target));
    }
    assertThat(documents()).hasSizeGreaterThan(20);
    assertThat(broken).isEmpty();
  }
}
