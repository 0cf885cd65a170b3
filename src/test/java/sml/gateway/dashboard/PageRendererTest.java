package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
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
