package sml.gateway;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents at the top name is there, and both READMEs name the same. */
class ReadmesTest {
  private static final Pattern FENCE = Pattern.compile("(?ms)^```[a-z]*\\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^):#]+)\\)");
  private static final Pattern ENDPOINT =
      Pattern.compile("(?:^|[ \\d])(/(?:api|v1)/[A-Za-z0-9_{}/.-]*[A-Za-z0-9_}])");
  private static final Pattern PAGE = Pattern.compile("/[a-z]*");
  private static final Pattern FILE =
      Pattern.compile("(?:\\.ci|docs|routes|src|bench|loadtest|browser)(?:/[A-Za-z0-9_.-]+)*/?");
  private static final Pattern SCRIPT = Pattern.compile("npm run ([a-z:]+)");

  /** What a reader types or looks for: commands, endpoints, pages, settings. */
  private static final Pattern TYPED =
      Pattern.compile(
          "\\./mvnw .*|docker .*|--scale .*|npm .*|:[a-z]+|\\.ci/.*|PGPASSWORD.*|/.*"
              + "|(GET|POST|PUT|DELETE)( /.*)?|[A-Z]+_[A-Z_]+(=.*)?|sml/[a-z]+");

  private static String read(String file) throws IOException {
    return Files.readString(Path.of(file));
  }

  private static List<String> fences(String file) throws IOException {
    return FENCE.matcher(read(file)).results().map(hit -> hit.group(1)).toList();
  }

  private static Stream<String> code(String file) throws IOException {
    String text = FENCE.matcher(read(file)).replaceAll("");
    return CODE.matcher(text).results().map(hit -> hit.group(1));
  }

  private static Set<String> typed(String file) throws IOException {
    return code(file).filter(TYPED.asMatchPredicate()).collect(toCollection(TreeSet::new));
  }

  @Test
  void bothReadmesHaveTheSameExamples() throws IOException {
    assertThat(fences("README.md")).hasSizeGreaterThan(4);
    assertThat(fences("README.th.md")).isEqualTo(fences("README.md"));
  }

  @Test
  void theThaiReadmeNamesEveryCommandEndpointAndSettingOfTheOther() throws IOException {
    assertThat(typed("README.md")).hasSizeGreaterThan(30);
    assertThat(typed("README.th.md")).containsAll(typed("README.md"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "README.th.md", "CONTRIBUTING.md", "CHANGELOG.md"})
  void whatADocumentNamesIsThere(String file) throws IOException {
    String text = read(file);
    assertThat(LINK.matcher(text).results())
        .allSatisfy(link -> assertThat(Path.of(link.group(1))).exists());
    assertThat(code(file).filter(FILE.asMatchPredicate()))
        .allSatisfy(path -> assertThat(Path.of(path)).exists());
    assertThat(served()).containsAll(endpoints(file));
    assertThat(served()).containsAll(code(file).filter(PAGE.asMatchPredicate()).toList());
    String scripts = read("package.json");
    assertThat(named(SCRIPT, text))
        .allSatisfy(script -> assertThat(scripts).contains("\"" + script + "\":"));
  }

  private static List<String> endpoints(String file) throws IOException {
    Stream<String> all = Stream.concat(code(file), fences(file).stream().flatMap(String::lines));
    return all.flatMap(one -> named(ENDPOINT, one)).map(ReadmesTest::plain).distinct().toList();
  }

  private static Stream<String> named(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(hit -> hit.group(1));
  }

  /** The path with its variable parts left out, a last one with its slash. */
  private static String plain(String path) {
    return path.replaceAll("\\{[^}]*}", "{}").replaceAll("/\\{}$", "");
  }

  private static Set<String> served() throws IOException {
    Stream<String> operations = RouteFiles.operations().stream().map(RouteFiles.Operation::path);
    Stream<String> routes =
        RouteFiles.routes().stream()
            .map(RouteFiles.Route::from)
            .filter(uri -> uri.startsWith("platform-http:"))
            .map(uri -> uri.substring("platform-http:".length()));
    Stream<String> made =
        RouteFiles.declared("templatedRoute").stream()
            .map(each -> each.get("parameters"))
            .flatMap(each -> each instanceof List<?> list ? list.stream() : Stream.empty())
            .map(each -> each instanceof Map<?, ?> parameter ? parameter.get("value") : null)
            .map(String::valueOf)
            .filter(value -> value.startsWith("/"));
    return Stream.of(operations, routes, made)
        .flatMap(each -> each)
        .map(ReadmesTest::plain)
        .collect(toSet());
  }

  @Test
  void theBodiesOfTheExamplesAreJson() throws IOException {
    var bodies =
        fences("README.th.md").stream()
            .flatMap(fence -> Pattern.compile("-d '([^']*)'").matcher(fence).results())
            .map((MatchResult hit) -> hit.group(1))
            .toList();
    assertThat(bodies)
        .isNotEmpty()
        .allSatisfy(body -> assertThat(new ObjectMapper().readTree(body).isObject()).isTrue());
  }
}
