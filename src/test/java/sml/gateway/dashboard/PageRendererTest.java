package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sml.gateway.network.HttpReply;

class PageRendererTest {
  private static final PageTexts TEXTS = new PageTexts();
  private static final String EVIL = "<img src=x onerror=alert(1)>\"'&";

  private final PageAssets assets = new PageAssets();
  private final PageRenderer renderer =
      new PageRenderer(TEXTS, new GatewaySentences(TEXTS), assets, new ObjectMapper());

  PageRendererTest() throws IOException {}

  private HttpReply requests(Map<String, String> query) {
    Map<String, Object> log =
        Map.of(
            "requestId",
            "abcd",
            "requestModel",
            EVIL,
            "resolvedModel",
            "p/m",
            "error",
            EVIL,
            "category",
            EVIL,
            "status",
            502,
            "attempts",
            1,
            "latencyMs",
            1_500);
    return new RequestsPage(renderer)
        .show(
            SampleCall.get("/requests", query, Map.of("host", "localhost")),
            query.get("q"),
            null,
            null,
            Map.of("logs", List.of(log), "total", 1));
  }

  private static String text(HttpReply reply) {
    return new String(((HttpReply.Bytes) reply.content()).bytes(), StandardCharsets.UTF_8);
  }

  private static Map<String, Object> leader(int rank, String model, double ofAll, double code) {
    return Map.of(
        "rank",
        rank,
        "provider",
        "p",
        "modelId",
        model,
        "percentage",
        ofAll,
        "questionsAnswered",
        9,
        "avgLatencyMs",
        200,
        "categories",
        Map.of("code", code));
  }

  private List<String> leaders(Map<String, String> query) {
    HttpReply reply =
        new SchoolPage(renderer)
            .show(
                SampleCall.get("/school", query, Map.of("host", "localhost")),
                Map.of("levels", List.of(), "questions", List.of()),
                Map.of(),
                List.of(),
                List.of(leader(1, "strong", 95, 5), leader(2, "coder", 80, 9.5)));
    String page = text(reply);
    String table = page.substring(page.indexOf("id=\"leaders\""), page.indexOf("id=\"absent\""));
    return Stream.of(table.split("<tr data-row", -1))
        .skip(1)
        .map(row -> row.substring(row.indexOf("<td")).replaceAll("<[^>]*>|\\s", " ").strip())
        .map(row -> String.join(" ", List.of(row.split(" +")).subList(0, 5)))
        .toList();
  }

  @Test
  void inTheOrderOfACategoryAModelHasItsPlaceAndMarkThere() {
    assertThat(leaders(Map.of("lang", "en")))
        .containsExactly("1 p/strong 95 % 9", "2 p/coder 80 % 9");
    assertThat(leaders(Map.of("lang", "en", "category", "code")))
        .containsExactly("1 p/coder 9.5 / 10", "2 p/strong 5 / 10");
    assertThat(leaders(Map.of("lang", "en", "category", "code", "q", "strong")))
        .containsExactly("2 p/strong 5 / 10");
  }

  @Test
  void aRequestCanBeAskedAgainFromATerminal() {
    Map<String, Object> entry =
        Map.of("request_id", "abcd", "request_model", "p/m", "status", 200, "user_message", "it's");
    HttpReply reply =
        new RequestPage(renderer)
            .show(
                SampleCall.get("/requests/abcd", Map.of("lang", "en"), Map.of("host", "gw:1")),
                Map.of("found", true, "entry", entry, "trace", Map.of()),
                Map.of("data", List.of()));
    assertThat(text(reply))
        .contains("curl http://gw:1/v1/chat/completions")
        .contains("&quot;content&quot;:&quot;it&#39;\\&#39;&#39;s&quot;");
  }

  @Test
  void whatClientsAndProvidersWroteIsEscaped() {
    String page = text(requests(Map.of("q", EVIL)));
    assertThat(page).contains("&lt;img src=x onerror=alert(1)&gt;").doesNotContain("<img src=x");
    assertThat(page).doesNotContain("??").contains("1.5 s");
  }

  @Test
  void onlyFilesOfTheGatewayAreLoaded() {
    HttpReply reply = requests(Map.of());
    assertThat(reply.headers().get("content-security-policy"))
        .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
        .doesNotContain("unsafe", "http");
    assertThat(text(reply)).contains("src=\"" + assets.folder() + "/page.js\"");
    assertThat(text(reply)).doesNotContainPattern("(src|href)=\"(https?:)?//");
  }

  @Test
  void theLanguageAndTheThemeAreChosenByTheAddress() {
    HttpReply reply = requests(Map.of("lang", "th", "theme", "dark"));
    assertThat(text(reply)).contains("<html lang=\"th\" data-theme=\"dark\"").contains("คำขอ");
    assertThat(reply.headers().get("set-cookie")).startsWith("sml-page=th.dark;");
    assertThat(requests(Map.of()).headers()).doesNotContainKey("set-cookie");
  }

  @Test
  void aFilterThatMatchesNothingSaysSo() {
    assertThat(text(requests(Map.of("q", "zzz")))).contains("No request matches these filters.");
  }
}
