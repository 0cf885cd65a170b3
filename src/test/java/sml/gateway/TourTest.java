package sml.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every file, class, method, route and setting that docs/tour.md names is there. */
class TourTest {
  private static final Path TOUR = Path.of("docs/tour.md");
  private static final Path MAIN = Path.of("src/main/java/sml/gateway");
  private static final List<Path> ROOTS = List.of(Path.of(""), MAIN, Path.of("src/main/resources"));
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern TYPE = Pattern.compile("([a-z]+/)*([A-Z]\\w+)(?:\\.([a-z]\\w*))?");
  private static final Pattern SETTING = Pattern.compile("(?:(sml\\.[a-z]+)\\.)?([a-z-]+)");
  private static final Pattern DEFAULT = Pattern.compile("`([a-z.-]+)` \\((\\d+) s\\)");

  /** Words that name no single place. */
  private static final Set<String> WORDS =
      Set.of("*Api", "*Settings", "/api", "sml/auto", "direct:", "rest:", "provider:", "dialect");

  private final String text = read(TOUR);
  private final List<Path> sources = sources();

  @Test
  void whatItNamesIsThere() {
    List<String> named = CODE.matcher(text).results().map(hit -> hit.group(1)).distinct().toList();
    assertThat(named).hasSizeGreaterThan(60);
    assertThat(named).filteredOn(one -> !isThere(one)).isEmpty();
  }

  private boolean isThere(String name) {
    return WORDS.contains(name)
        || ROOTS.stream().anyMatch(root -> Files.exists(root.resolve(name)))
        || isType(name)
        || isRoute(name)
        || isSetting(name);
  }

  /** A class, alone or behind the end of its package; a method of it is declared in its file. */
  private boolean isType(String name) {
    var type = TYPE.matcher(name);
    if (!type.matches()) {
      return false;
    }
    String method = type.group(3);
    String file = method == null ? name : name.substring(0, name.lastIndexOf('.'));
    List<Path> found =
        sources.stream().filter(source -> source.endsWith(Path.of(file + ".java"))).toList();
    return found.size() == 1
        && (method == null || declared(method).matcher(read(found.getFirst())).find());
  }

  private static Pattern declared(String method) {
    return Pattern.compile("(?m)^ +(?:[\\w@<>?,. ]+ )" + method + "\\([^;]*$");
  }

  private static boolean isRoute(String name) {
    try {
      return RouteFiles.files().stream()
          .anyMatch(
              file ->
                  Pattern.compile("\\b(id|routeId): " + name + "\\b").matcher(read(file)).find());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private boolean isSetting(String name) {
    var setting = SETTING.matcher(name);
    return setting.matches()
        && settings(setting.group(1)).anyMatch(file -> read(file).contains(" " + field(setting)));
  }

  private Stream<Path> settings(@Nullable String prefix) {
    return sources.stream()
        .filter(file -> file.toString().endsWith("Settings.java"))
        .filter(file -> prefix == null || read(file).contains("(\"" + prefix + "\")"));
  }

  /** How its record names it. */
  private static String field(MatchResult setting) {
    return Pattern.compile("-(.)")
        .matcher(setting.group(2))
        .replaceAll(hit -> hit.group(1).toUpperCase(Locale.ROOT));
  }

  @Test
  void theTimesItNamesAreTheDefaults() {
    List<MatchResult> times = DEFAULT.matcher(text).results().toList();
    assertThat(times).isNotEmpty();
    for (MatchResult time : times) {
      var setting = SETTING.matcher(time.group(1));
      assertThat(setting.matches()).isTrue();
      String declared =
          "@DefaultValue(\"%ss\") Duration %s,".formatted(time.group(2), field(setting));
      assertThat(settings(setting.group(1)))
          .as(declared)
          .anyMatch(file -> read(file).contains(declared));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "timeout of a first token",
        "order of models",
        "on a 429",
        "dialect added",
        "`/api` endpoint"
      })
  void aQuestionIsAnsweredInOneLine(String question) {
    assertThat(text.lines().filter(line -> line.startsWith("| w") && line.contains(question)))
        .singleElement()
        .satisfies(line -> assertThat(CODE.matcher(line).results().count()).isGreaterThan(1));
  }

  @Test
  void itHasAtMost80Lines() {
    assertThat(text.lines().count()).isLessThanOrEqualTo(80);
  }

  private static List<Path> sources() {
    try (var files = Files.walk(MAIN)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
