package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sml.gateway.chat.GatewayException;
import sml.gateway.network.HttpReply;

class PageAssetsTest {
  private final PageAssets assets = new PageAssets();

  PageAssetsTest() throws IOException {}

  private HttpReply get(String path, Map<String, String> headers) {
    return assets.show(SampleCall.get(path, Map.of(), headers));
  }

  @Test
  void aFileOfThisVersionIsKeptForEver() {
    HttpReply reply = get(assets.folder() + "/page.css", Map.of());
    assertThat(reply.headers())
        .containsEntry("cache-control", "public, max-age=31536000, immutable")
        .containsEntry("content-type", "text/css; charset=utf-8");
    HttpReply again =
        get(assets.folder() + "/page.css", Map.of("if-none-match", reply.headers().get("etag")));
    assertThat(again.status()).isEqualTo(304);
  }

  @Test
  void theFontIsServedByteForByteWithItsLicenceBesideIt() throws IOException {
    HttpReply reply = get(assets.folder() + "/noto-sans-thai.woff2", Map.of());
    var folder = Path.of("src/main/resources/pages/assets");
    assertThat(reply.headers()).containsEntry("content-type", "font/woff2");
    assertThat(((HttpReply.Bytes) reply.content()).bytes())
        .isEqualTo(Files.readAllBytes(folder.resolve("noto-sans-thai.woff2")));
    assertThat(folder.resolve("noto-sans-thai-OFL.txt"))
        .content()
        .contains("SIL Open Font License");
  }

  @Test
  void aFileOfAnotherVersionIsNotKept() {
    assertThat(get("/assets/old/page.js", Map.of()).headers())
        .containsEntry("cache-control", "no-cache");
  }

  @Test
  void thereIsNoOtherFile() {
    for (String path :
        new String[] {"/assets/1/../messages_en.properties", "/assets/", "/assets/1/x"}) {
      assertThatThrownBy(() -> get(path, Map.of())).isInstanceOf(GatewayException.NotFound.class);
    }
  }
}
