package sml.gateway.access;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;

/** The table of hostile requests names real tests, and every test of them. */
class SafetyPageTest {
  private static final Path TESTS = Path.of("src/test/java");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)\\.(\\w+)`");

  private final Map<String, String> classes;
  private final Set<String> named;

  SafetyPageTest() throws IOException {
    try (Stream<Path> files = Files.walk(TESTS)) {
      classes =
          files
              .filter(file -> file.toString().endsWith("Test.java"))
              .map(file -> TESTS.relativize(file).toString().replace(".java", ""))
              .map(file -> file.replace('/', '.'))
              .collect(
                  toMap(
                      name -> name.substring(name.lastIndexOf('.') + 1),
                      name -> name,
                      (one, other) -> one));
    }
    named =
        NAMED
            .matcher(Files.readString(Path.of("docs/access.md")))
            .results()
            .map(hit -> hit.group(1) + "." + hit.group(2))
            .collect(toSet());
  }

  private Set<String> testsOf(String simpleName) throws ClassNotFoundException {
    return Arrays.stream(Class.forName(classes.get(simpleName)).getDeclaredMethods())
        .filter(SafetyPageTest::isTest)
        .map(method -> simpleName + "." + method.getName())
        .collect(toSet());
  }

  private static boolean isTest(Method method) {
    return method.isAnnotationPresent(Test.class)
        || method.isAnnotationPresent(ParameterizedTest.class);
  }

  @Test
  void everyTestTheTableNamesExists() throws ClassNotFoundException {
    assertThat(named).hasSizeGreaterThan(40);
    for (String test : named) {
      assertThat(testsOf(test.substring(0, test.indexOf('.')))).contains(test);
    }
  }

  @Test
  void everyHostileRequestIsInTheTable() throws ClassNotFoundException {
    for (var entry : classes.entrySet()) {
      if (entry.getValue().contains(".access.hostile.")) {
        assertThat(named).containsAll(testsOf(entry.getKey()));
      }
    }
  }
}
