package sml.gateway.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
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
