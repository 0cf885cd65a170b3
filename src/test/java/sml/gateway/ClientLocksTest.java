package sml.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the stage of the clients installs is locked down to the last dependency. */
class ClientLocksTest {
  private static final Path LOCKS = Path.of("src/build/clients");
  private static final Pattern NPM =
      Pattern.compile("^`npm install (?:-g )?(\\S+)@([^@`]+)`", Pattern.MULTILINE);
  private static final Pattern PIP =
      Pattern.compile("^`pip install (\\S+)==([^`]+)`", Pattern.MULTILINE);

  private static Map<String, String> documented(Pattern install) throws IOException {
    return install
        .matcher(Files.readString(Path.of("docs/clients.md")))
        .results()
        .collect(
            Collectors.toMap(
                found -> found.group(1), found -> found.group(2), (a, b) -> b, TreeMap::new));
  }

  private static JsonNode json(String file) throws IOException {
    return new ObjectMapper().readTree(LOCKS.resolve(file).toFile());
  }

  @Test
  void packagesOfNpmAreLockedInTheVersionsThatAreDocumented() throws IOException {
    JsonNode lock = json("package-lock.json").path("packages");
    var named = new TreeMap<String, String>();
    for (String kind : List.of("dependencies", "devDependencies")) {
      json("package.json")
          .path(kind)
          .fields()
          .forEachRemaining(entry -> named.put(entry.getKey(), entry.getValue().asText()));
    }
    assertThat(named).isEqualTo(documented(NPM)).isNotEmpty();
    named.forEach(
        (name, version) ->
            assertThat(lock.path("node_modules/" + name).path("version").asText())
                .as(name)
                .isEqualTo(version));
  }

  @Test
  void everyPackageOfNpmHasItsChecksumAndNoAddressOfOneMachine() throws IOException {
    json("package-lock.json")
        .path("packages")
        .fields()
        .forEachRemaining(
            entry -> {
              JsonNode locked = entry.getValue();
              boolean fetched = !entry.getKey().isEmpty() && !locked.path("inBundle").asBoolean();
              assertThat(locked.path("integrity").asText().isEmpty())
                  .as(entry.getKey())
                  .isNotEqualTo(fetched);
              assertThat(locked.path("resolved").asText("https://registry.npmjs.org/"))
                  .as(entry.getKey())
                  .startsWith("https://registry.npmjs.org/");
            });
  }

  @Test
  void packagesOfPythonAreLockedWithAllThatTheyNeed() throws IOException {
    for (var wanted : documented(PIP).entrySet()) {
      List<String> locked = Files.readAllLines(LOCKS.resolve(wanted.getKey() + ".txt"));
      assertThat(locked)
          .hasSizeGreaterThan(3)
          .allSatisfy(line -> assertThat(line).matches("[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+"))
          .anySatisfy(
              line ->
                  assertThat(line.replace('_', '-'))
                      .isEqualTo(wanted.getKey() + "==" + wanted.getValue()));
    }
  }
}
