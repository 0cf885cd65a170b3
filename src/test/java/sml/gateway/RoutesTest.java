package sml.gateway;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.Component;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import sml.gateway.RouteFiles.Route;
import sml.gateway.RouteFiles.Step;

/** What Camel does not check, or checks only at the first request: names, sizes and habits. */
class RoutesTest {
  private static final Pattern BEAN = Pattern.compile("bean:(\\w+)\\?method=(\\w+)");
  private static final Pattern KEBAB = Pattern.compile("[a-z0-9]+(-([a-z0-9]+|\\{\\{\\w+}}))*");
  private static final Set<String> PROGRAMS =
      Set.of("process", "script", "groovy", "js", "python", "mvel", "bean", "doTry", "toD");

  private final List<Route> routes = RouteFiles.routes();
  private final List<RouteFiles.Operation> operations = RouteFiles.operations();
  private final BeansByName beans = new BeansByName();

  RoutesTest() throws IOException, ReflectiveOperationException {}

  @Test
  void everyBeanCallNamesAPublicMethodOfABean() throws IOException {
    assertThat(calls("bean:")).isNotEmpty();
    assertThat(calls("bean:"))
        .allSatisfy(
            uri -> {
              var call = BEAN.matcher(uri);
              assertThat(call.matches()).as("%s has the form bean:noun?method=verb", uri).isTrue();
              assertThat(beans.type(call.group(1))).as("bean of %s", uri).isNotNull();
              assertThat(beans.has(call.group(1), call.group(2))).as("method of %s", uri).isTrue();
            });
  }

  @Test
  void everyBeanGivenToAStepExists() throws IOException {
    assertThat(allSteps())
        .allSatisfy(
            step ->
                Stream.of("aggregationStrategy", "executorService", "onPrepare")
                    .map(step::get)
                    .filter(String.class::isInstance)
                    .forEach(name -> assertThat(beans.type(name.toString())).isNotNull()));
  }

  @Test
  void everyComponentIsOnTheClassPath() throws IOException {
    assertThat(uris()).allSatisfy(uri -> assertThat(known(scheme(uri))).as(uri).isTrue());
  }

  @Test
  void everyDirectCallHasARouteThatTakesIt() throws IOException {
    var taken = routes.stream().flatMap(this::made).map(Route::from).collect(toSet());
    var called =
        routes.stream()
            .flatMap(this::made)
            .flatMap(route -> RouteFiles.steps(route.body()).stream())
            .map(step -> String.valueOf(step.get("uri")))
            .filter(uri -> uri.startsWith("direct:"));
    assertThat(taken).containsAll(called.toList());
    assertThat(taken).containsAll(calls("direct:").stream().filter(uri -> !gap(uri)).toList());
  }

  private static boolean gap(String uri) {
    return uri.contains("{{");
  }

  /** The routes a template makes, each with its parameters filled in; a plain route is itself. */
  private Stream<Route> made(Route route) {
    try {
      var from =
          RouteFiles.declared("templatedRoute").stream()
              .filter(each -> route.id().equals(each.get("routeTemplateRef")))
              .map(each -> filled(route, each))
              .toList();
      return from.isEmpty() ? Stream.of(route) : from.stream();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Route filled(Route template, Map<?, ?> made) {
    var yaml = new Yaml();
    String text = yaml.dump(template.body());
    if (made.get("parameters") instanceof List<?> parameters) {
      for (Object each : parameters) {
        if (each instanceof Map<?, ?> parameter) {
          text = text.replace("{{" + parameter.get("name") + "}}", parameter.get("value") + "");
        }
      }
    }
    return new Route(template.file(), template.id(), yaml.<Map<?, ?>>load(text));
  }

  @Test
  void everyRouteHasANameAndADescription() {
    assertThat(routes)
        .allSatisfy(
            route -> {
              assertThat(route.id()).as("id in %s", route.file()).matches(KEBAB);
              assertThat(description(route)).as(route.id()).hasSizeGreaterThan(10);
            });
  }

  /** The route of an operation leaves it to the line of the operation. */
  private String description(Route route) {
    return operations.stream()
        .filter(operation -> operation.text("to").equals(route.from()))
        .map(operation -> operation.text("description"))
        .findFirst()
        .orElse(route.text("description"));
  }

  @Test
  void everyOperationIsOneRouteOfItsFileWithTheErrorPolicyOfTheNetwork() {
    assertThat(operations)
        .isNotEmpty()
        .allSatisfy(
            operation -> {
              assertThat(operation.text("id")).as("%s", operation.line()).matches(KEBAB);
              assertThat(routes)
                  .as("%s", operation.line())
                  .filteredOn(route -> route.from().equals(operation.text("to")))
                  .singleElement()
                  .satisfies(
                      route -> {
                        assertThat(route.file()).isEqualTo(operation.file());
                        assertThat(route.text("routeConfigurationId")).isEqualTo("openai-errors");
                      });
            });
    // Camel makes one route of a line and its route only when no other line leads there
    assertThat(operations).extracting(operation -> operation.text("to")).doesNotHaveDuplicates();
    assertThat(operations)
        .extracting(operation -> operation.verb() + " " + operation.path())
        .doesNotHaveDuplicates();
  }

  @Test
  void everyFileThatAStepNamesIsThere() throws IOException {
    assertThat(uris())
        .filteredOn(uri -> uri.matches("(sql:classpath|json-validator):.*"))
        .isNotEmpty()
        .allSatisfy(
            uri ->
                assertThat(getClass().getResource("/" + uri.replaceAll(".*:|\\?.*", "")))
                    .as(uri)
                    .isNotNull());
  }

  @Test
  void everyCallHasAVerbForAName() throws IOException {
    assertThat(allSteps().stream().filter(step -> step.kind().equals("to")))
        .isNotEmpty()
        .allSatisfy(
            step -> {
              assertThat(step.get("uri")).as("uri of %s", step.get("id")).isNotNull();
              assertThat(String.valueOf(step.get("id"))).as("%s", step.get("uri")).matches(KEBAB);
            });
  }

  @Test
  void noNameIsUsedTwice() throws IOException {
    var names = new ArrayList<String>();
    routes.forEach(route -> names.add(route.id()));
    operations.forEach(operation -> names.add(operation.text("id")));
    RouteFiles.declared("rest").forEach(rest -> names.add(rest.get("id") + ""));
    RouteFiles.declared("templatedRoute").forEach(made -> names.add(made.get("routeId") + ""));
    allSteps().stream().map(step -> step.get("id")).forEach(id -> names.add(id + ""));
    names.removeIf("null"::equals);
    assertThat(names).doesNotHaveDuplicates();
  }

  @Test
  void aRouteHasAtMost10StepsAnd2LevelsOfNesting() {
    assertThat(routes)
        .allSatisfy(
            route -> {
              var steps = RouteFiles.steps(route.body());
              assertThat(steps).as(route.id()).isNotEmpty().hasSizeLessThanOrEqualTo(10);
              assertThat(steps).as(route.id()).allMatch(step -> step.depth() <= 2);
            });
  }

  @Test
  void aFileHasAtMost120Lines() throws IOException {
    assertThat(RouteFiles.files())
        .isNotEmpty()
        .allSatisfy(file -> assertThat(Files.readAllLines(file)).hasSizeLessThanOrEqualTo(120));
  }

  @Test
  void everyErrorPolicyThatIsNamedExists() throws IOException {
    var policies = RouteFiles.declared("routeConfiguration").stream().map(each -> each.get("id"));
    assertThat(policies.map(Object::toString).collect(toSet()))
        .containsAll(
            routes.stream()
                .map(route -> route.text("routeConfigurationId"))
                .filter(id -> !id.isEmpty())
                .toList());
  }

  @Test
  void whatTheNetworkCanCallHasAnErrorPolicy() {
    assertThat(routes.stream().filter(route -> route.from().startsWith("platform-http:")))
        .isNotEmpty()
        .allSatisfy(
            route -> assertThat(route.text("routeConfigurationId")).as(route.id()).isNotEmpty());
  }

  @Test
  void noRouteHasAnErrorHandlerOfItsOwn() {
    // Hawtio takes it for a step before the first one and draws nothing at all any more;
    // routeConfigurationId: errors-to-caller does the same
    assertThat(routes)
        .allSatisfy(route -> assertThat(route.body().get("errorHandler")).as(route.id()).isNull());
  }

  @Test
  void nothingIsProgrammedInYaml() throws IOException {
    assertThat(allSteps())
        .allSatisfy(
            step -> {
              assertThat(PROGRAMS).doesNotContain(step.kind());
              assertThat(PROGRAMS).noneMatch(program -> step.get(program) != null);
            });
  }

  private List<Step> allSteps() throws IOException {
    var policies = RouteFiles.declared("routeConfiguration").stream().map(RouteFiles::steps);
    return Stream.concat(routes.stream().map(route -> RouteFiles.steps(route.body())), policies)
        .flatMap(List::stream)
        .toList();
  }

  private List<String> calls(String prefix) throws IOException {
    return Stream.concat(allSteps().stream().map(step -> step.get("uri")), given().stream())
        .map(String::valueOf)
        .filter(uri -> uri.startsWith(prefix))
        .toList();
  }

  /** What templates are given to call. */
  private static List<?> given() throws IOException {
    return RouteFiles.declared("templatedRoute").stream()
        .map(made -> made.get("parameters"))
        .flatMap(all -> all instanceof List<?> list ? list.stream() : Stream.empty())
        .map(each -> each instanceof Map<?, ?> parameter ? parameter.get("value") : null)
        .filter(value -> String.valueOf(value).matches("(bean|direct):.+"))
        .toList();
  }

  private List<String> uris() throws IOException {
    return Stream.concat(calls("").stream(), routes.stream().map(Route::from))
        .filter(uri -> !uri.equals("null") && !uri.startsWith("{{"))
        .toList();
  }

  private static String scheme(String uri) {
    return uri.substring(0, uri.indexOf(':'));
  }

  private boolean known(String scheme) {
    var ours = beans.type(scheme);
    return getClass().getResource("/META-INF/services/org/apache/camel/component/" + scheme) != null
        || (ours != null && Component.class.isAssignableFrom(ours));
  }
}
