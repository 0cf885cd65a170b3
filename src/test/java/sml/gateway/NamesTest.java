package sml.gateway;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names and words of the code are those of the field; those that were replaced stay away. */
class NamesTest {
  private static final Path MAIN = Path.of("src/main/java");
  private static final Path TESTS = Path.of("src/test/java");

  /** Names of types that the glossary has replaced. */
  private static final Set<String> REPLACED =
      Set.of(
          ("Turn Wishes WishReader Profile Aim Fit FirstStep Pursuit Lane Asker Race Contender"
               + " Sounding Errand Nobody Lines ProviderLines Rest Rests Ladder Streak Storm Storms"
               + " Standings ModelStandings Sheet Tally Sums Meter Meters LimitBook Shortage Roster"
               + " LiveRoster Entry Inquiry Fetched Reception Head Knock Doorkeeper Farewell"
               + " Occupancy SoftRate Verdict Vital ProviderVital Board Checkup BoardKeeper"
               + " Happening WorkBook LiveBook Line Timetable TriggerKeeper Memo News Together"
               + " Alone Commons Presence Pulse LeaseDesk Understudy Cast Playbook PracticeClock"
               + " Faculty LiveFaculty Desk Sitting Pupil Ending Conclusion Runoff Showing"
               + " CribSheet Staffroom Signs Likeness Explorer Crew Allotment Spoken CutStory"
               + " Splice BodyReader Progress")
              .split(" "));

  /** Names of variables, methods, packages and settings that the glossary has replaced. */
  private static final Pattern REPLACED_WORD =
      Pattern.compile(
          "\\b(pursuit|wishes|sounding|errand|resting|doorkeeper|farewell|occupancy|inquiry|roster"
              + "|shortage|limitBook|happening|timetable|playbook|understudy|faculty|pupil|runoffs?"
              + "|cribSheet|staffroom|allotment|\\w*[pP]atience)\\b");

  /** Texts for people and SQL, whose words are not names. */
  private static final Pattern TEXT = Pattern.compile("\"[^\"]*\"|^\\s*(\\*|//|/\\*).*|# .*");

  private static final Set<String> REPLACED_PACKAGES =
      Set.of("learning", "safety", "shared", "ops", "growth", "net", "pursuit", "lanes");

  /** Words that a reader of the field would stumble over. */
  private static final Pattern PRIVATE_WORDS =
      Pattern.compile("(?<!@code )\\b(nobody|somebody|anybody|whoever|aside|tells?|told)\\b");

  @Test
  void aReplacedNameDoesNotComeBack() throws IOException {
    assertThat(files(MAIN, TESTS).map(NamesTest::simpleName)).doesNotContainAnyElementsOf(REPLACED);
  }

  @Test
  void aReplacedNameIsNoVariableMethodOrSetting() throws IOException {
    List<Path> routes;
    try (var found = Files.list(Path.of("routes"))) {
      routes = found.toList();
    }
    assertThat(Stream.concat(files(MAIN), routes.stream()).flatMap(NamesTest::replacedWords))
        .isEmpty();
  }

  private static Stream<String> replacedWords(Path file) {
    return read(file).stream()
        .map(line -> TEXT.matcher(line).replaceAll(""))
        .filter(line -> REPLACED_WORD.matcher(line).find())
        .map(line -> file + ": " + line.strip());
  }

  @Test
  void aReplacedPackageDoesNotComeBack() throws IOException {
    try (var found = Files.walk(MAIN)) {
      assertThat(found.filter(Files::isDirectory).map(folder -> folder.getFileName().toString()))
          .contains("modelhealth", "cluster", "access")
          .doesNotContainAnyElementsOf(REPLACED_PACKAGES);
    }
  }

  @Test
  void noTwoTypesHaveOneName() throws IOException {
    var places =
        files(MAIN, TESTS)
            .filter(file -> !simpleName(file).equals("package-info"))
            .collect(groupingBy(NamesTest::simpleName, mapping(Path::toString, toList())));
    assertThat(places).isNotEmpty();
    places.values().removeIf(files -> files.size() == 1);
    assertThat(places).isEmpty();
  }

  @Test
  void aCommentSaysItInPlainWords() throws IOException {
    assertThat(files(MAIN, TESTS, Path.of("bench"), Path.of("src/build")))
        .isNotEmpty()
        .flatMap(file -> privateWords(file).toList())
        .isEmpty();
  }

  @Test
  void aDocumentSaysItInPlainWords() throws IOException {
    for (Path file : DocsTest.documents()) {
      assertThat(read(file))
          .as(file.toString())
          .filteredOn(line -> PRIVATE_WORDS.matcher(line).find())
          .isEmpty();
    }
  }

  private static Stream<String> privateWords(Path file) {
    return read(file).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("*") || line.startsWith("/*") || line.contains("//"))
        .filter(line -> PRIVATE_WORDS.matcher(line).find())
        .map(line -> file + ": " + line);
  }

  private static Stream<Path> files(Path... roots) throws IOException {
    Stream<Path> all = Stream.empty();
    for (Path root : roots) {
      try (var found = Files.walk(root)) {
        all =
            Stream.concat(
                all, found.filter(file -> file.toString().endsWith(".java")).toList().stream());
      }
    }
    return all;
  }

  private static String simpleName(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".java".length());
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
