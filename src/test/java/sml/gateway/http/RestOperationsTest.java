package sml.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Operations declared with {@code rest} in YAML, behind the real front server. */
class RestOperationsTest {
  private static final String YAML =
      """
      - rest:
          id: probe-operations
          path: /api/probes
          get:
            - { id: list, description: What there is, to: "direct:list-probes" }
            - { id: one, path: "/{name}", to: "direct:show-probe" }
            - { id: part, path: "/{name}/parts/{*part}", to: "direct:show-part" }
          put:
            - { id: put, path: "/{name}", to: "direct:put-probe" }
      - route:
          id: list-probes
          from:
            uri: direct:list-probes
            steps:
              - setBody: { simple: "since=${header.since} code=${header.CamelHttpResponseCode}" }
      - route:
          id: show-probe
          from:
            uri: direct:show-probe
            steps:
              - setBody: { simple: "name=${header.name} accept=${header.accept}" }
      - route:
          id: show-part
          from:
            uri: direct:show-part
            steps:
              - setBody: { simple: "${header.name} ${header.part}" }
      - route:
          id: put-probe
          from:
            uri: direct:put-probe
            steps:
              - setHeader: { name: Content-Type, constant: application/json }
              - setHeader: { name: Cache-Control, constant: no-store }
              - setHeader: { name: CamelHttpResponseCode, constant: 202 }
              - setBody: { simple: "${bodyAs(java.io.InputStream)}" }
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private TestFront front;

  @BeforeEach
  void open() throws Exception {
    front = TestFront.usual();
    front.camel.getRestConfiguration().setComponent("platform-http");
    PluginHelper.getRoutesLoader(front.camel)
        .loadRoutes(ResourceHelper.fromString("probes.camel.yaml", YAML));
  }

  @AfterEach
  void close() throws Exception {
    http.close();
    front.close();
  }

  @Test
  void anOperationIsOneRouteWithTheIdOfItsRoute() {
    assertThat(front.camel.getRoutes())
        .extracting(route -> route.getRouteId())
        .containsExactlyInAnyOrder("list-probes", "show-probe", "show-part", "put-probe");
  }

  @Test
  void aSegmentArrivesDecoded() throws Exception {
    assertThat(get("/api/probes/a%20b%25").body()).startsWith("name=a b% ");
  }

  @Test
  void theRestOfThePathKeepsItsSlashes() throws Exception {
    assertThat(get("/api/probes/x/parts/org/model:free").body()).isEqualTo("x org/model:free");
    assertThat(get("/api/probes/x/parts/org%2Fmodel").body()).isEqualTo("x org/model");
  }

  @Test
  void theRestOfThePathMayBeMissingASegmentMayNot() throws Exception {
    assertThat(get("/api/probes/x/parts/").body()).isEqualTo("x ");
    assertThat(get("/api/probes/x/parts").body()).isEqualTo("x ");
    assertThat(get("/api/probes//parts/a").statusCode()).isEqualTo(404);
  }

  @Test
  void aQueryParameterIsAHeader() throws Exception {
    assertThat(get("/api/probes?since=a%26b").body()).startsWith("since=a&b ");
  }

  @Test
  void nothingOfTheClientMeansAnythingToCamelOrTheReply() throws Exception {
    var reply = get("/api/probes?CamelHttpResponseCode=500&content-type=text/html&cache-control=x");
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("since= code=");
    assertThat(reply.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
    assertThat(reply.headers().firstValue("cache-control")).isEmpty();
    assertThat(get("/api/probes/x").body()).isEqualTo("name=x accept=");
  }

  @Test
  void theMethodsOfAllOperationsOfAPathAreAllowed() throws Exception {
    var reply = send("DELETE", "/api/probes/x", "");
    assertThat(reply.statusCode()).isEqualTo(405);
    assertThat(reply.headers().firstValue("allow")).hasValue("GET, HEAD, OPTIONS, PUT");
  }

  @Test
  void aStepReadsTheBodyAndARouteSaysWhatItsReplyIs() throws Exception {
    var reply = send("PUT", "/api/probes/x", "{\"a\":1}");
    assertThat(reply.statusCode()).isEqualTo(202);
    assertThat(reply.body()).isEqualTo("{\"a\":1}");
    assertThat(reply.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(reply.headers().firstValue("cache-control")).hasValue("no-store");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send("GET", path, "");
  }

  private HttpResponse<String> send(String method, String path, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(front.url(path)))
            .header("content-type", "application/json")
            .header("accept", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
