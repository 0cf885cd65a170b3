package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import sml.gateway.network.HttpReply;

class StatusPageTest {
  private final HttpReply reply = new StatusPage().show();
  private final String page =
      new String(((HttpReply.Bytes) reply.content()).bytes(), StandardCharsets.UTF_8);

  StatusPageTest() throws IOException {}

  @Test
  void theBrowserMayRunOnlyThePagesOwnScript() {
    assertThat(reply.headers().get("content-security-policy"))
        .startsWith("default-src 'none'; script-src 'sha256-")
        .doesNotContain("unsafe");
    assertThat(page).containsOnlyOnce("<script>").containsOnlyOnce("<style>");
    assertThat(page).doesNotContainPattern("\\son[a-z]+=|style=|src=|https?://");
    assertThat(page).doesNotContain("innerHTML", "insertAdjacentHTML", "document.write");
  }

  @Test
  void everyWordIsThereInBothLanguages() {
    assertThat(words("th")).isEqualTo(words("en"));
    assertThat(page).containsPattern("th: \\{");
    var used = Pattern.compile("data-t=\"(\\w+)\"").matcher(page).results();
    assertThat(words("en")).containsAll(used.map(hit -> hit.group(1)).toList());
  }

  private List<String> words(String language) {
    int from = page.indexOf("  " + language + ": {");
    String block = page.substring(from + language.length() + 5, page.indexOf("\n  }", from));
    Stream<String> keys =
        Pattern.compile("(?<=[\\s,{])([a-zA-Z0-9]+): (?='|[nt] =>)")
            .matcher(block)
            .results()
            .map(hit -> hit.group(1));
    return keys.sorted().toList();
  }
}
