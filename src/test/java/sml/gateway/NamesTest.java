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
          ("Turn Wishes WishReader Profile Aim Fit FirstStep Pursuit Lane Asker Race Sounding"
                  + " Errand Nobody Lines Ladder Streak Storm Storms Standings ModelStandings Sheet"
                  + " Tally Sums Meter Meters LimitBook Shortage Roster LiveRoster Entry Inquiry"
                  + " Fetched Reception Head Knock Doorkeeper Farewell Occupancy SoftRate Verdict"
                  + " Vital Board Checkup BoardKeeper Happening WorkBook LiveBook Line Timetable"
                  + " TriggerKeeper Memo News Together Alone Commons Presence Pulse LeaseDesk"
                  + " Understudy Cast Playbook PracticeClock Faculty LiveFaculty Desk Sitting Pupil"
                  + " Ending Conclusion Runoff Showing CribSheet Staffroom Signs Likeness Explorer"
                  + " Crew Allotment Spoken CutStory Splice BodyReader Progress")
              .split(" "));

  /** Words that a reader of the field would stumble over. */
  private static final Pattern PRIVATE_WORDS =
      Pattern.compile("(?<!@code )\\b(nobody|somebody|anybody|whoever|aside|tells?|told)\\b");

  @Test
  void aReplacedNameDoesNotComeBack() throws IOException {
    assertThat(files(MAIN, TESTS).map(NamesTest::simpleName)).doesNotContainAnyElementsOf(REPLACED);
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
    assertThat(files(MAIN).flatMap(NamesTest::privateWords)).isEmpty();
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
