package sml.gateway;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A document in Thai has the sections, rows and technical names of the English one. */
class TranslatedDocsTest {
  private static final String THAI = ".th.md";
  private static final Pattern FENCE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern HEAD = Pattern.compile("(?m)^(#+) ");
  private static final Pattern ROW = Pattern.compile("(?m)^\\|");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private static String prose(Path file) throws IOException {
    return FENCE.matcher(Files.readString(file)).replaceAll("");
  }

  private static List<String> heads(String text) {
    return HEAD.matcher(text).results().map(head -> head.group(1)).toList();
  }

  private static Set<String> names(String text) {
    return CODE.matcher(text)
        .results()
        .map(name -> name.group(1).replaceAll("\\s+", " "))
        .collect(toCollection(TreeSet::new));
  }

  @Test
  void nothingIsMissingInThai() throws IOException {
    List<Path> thai =
        DocsTest.documents().stream()
            .filter(file -> file.startsWith("docs") && file.toString().endsWith(THAI))
            .toList();
    assertThat(thai).hasSizeGreaterThan(5);
    for (Path file : thai) {
      String name = file.getFileName().toString().replace(THAI, ".md");
      String english = prose(file.resolveSibling(name));
      String translated = prose(file);
      assertThat(heads(translated)).as(name).isEqualTo(heads(english));
      assertThat(ROW.matcher(translated).results().count())
          .as(name)
          .isEqualTo(ROW.matcher(english).results().count());
      assertThat(names(translated)).as(name).isEqualTo(names(english));
      assertThat(english).as(name).contains("](" + file.getFileName() + ")");
      assertThat(translated).as(name).contains("](" + name + ")");
    }
  }
}
