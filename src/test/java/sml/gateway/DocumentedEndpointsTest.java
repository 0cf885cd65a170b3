package sml.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.TestGateway;

/** The documents name only endpoints that are there. */
class DocumentedEndpointsTest {
  private static final Pattern ENDPOINT =
      Pattern.compile("\\b(GET|POST|PUT|DELETE) (/(?:api|v1)/[\\w/{}.-]*[\\w}])");

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @Test
  void everyEndpointThatADocumentNamesIsServed() throws IOException {
    List<Pattern> served = served();
    var unknown = new TreeSet<String>();
    int named = 0;
    for (Path file : DocsTest.documents()) {
      for (var hit : ENDPOINT.matcher(Files.readString(file)).results().toList()) {
        String call = hit.group(1) + " " + hit.group(2);
        named++;
        if (served.stream().noneMatch(known -> known.matcher(call).matches())) {
          unknown.add(file + " names " + call);
        }
      }
    }
    assertThat(named).isGreaterThan(50);
    assertThat(unknown).isEmpty();
  }

  /** The verbs and paths of the document of the API; a parameter matches anything. */
  private List<Pattern> served() throws IOException {
    String text = gateway.client().send("GET", "/v1/openapi.json", "").body();
    JsonNode document = new ObjectMapper().readTree(text);
    List<Pattern> served = new ArrayList<>();
    for (var path : document.path("paths").properties()) {
      String pattern = path.getKey().replaceAll("\\{[^}]*}", ".+");
      for (var operation : path.getValue().properties()) {
        String verb = operation.getKey().toUpperCase(Locale.ROOT);
        served.add(Pattern.compile(verb + " " + pattern));
      }
    }
    return served;
  }
}
