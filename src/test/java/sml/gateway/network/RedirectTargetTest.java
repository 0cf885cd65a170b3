package sml.gateway.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTargetTest {
  private static final URI ASKED = URI.create("https://api.example.com/v1/chat?key=k");

  @ParameterizedTest
  @CsvSource({
    "/v2/chat, https://api.example.com/v2/chat",
    "there?a=b, https://api.example.com/v1/there?a=b",
    "https://API.example.com:443/x#y, https://API.example.com:443/x",
    "//api.example.com/x, https://api.example.com/x"
  })
  void theSamePlaceIsFollowed(String location, String target) throws Exception {
    assertThat(RedirectTarget.next(ASKED, 307, location, 0)).hasToString(target);
    assertThat(RedirectTarget.next(ASKED, 308, location, 2)).hasToString(target);
  }

  @ParameterizedTest
  @CsvSource({
    "http://api.example.com/x, http://api.example.com:80/x",
    "https://api.example.com:8443/x, https://api.example.com:8443/x",
    "https://api.example.com.evil.net/x?key=k, https://api.example.com.evil.net:443/x",
    "https://user:pass@api.example.com/x, https://api.example.com:443/x"
  })
  void anotherPlaceIsNamedWithoutItsSecrets(String location, String named) {
    assertThatThrownBy(() -> RedirectTarget.next(ASKED, 308, location, 0))
        .isInstanceOf(RedirectTarget.Refused.class)
        .hasMessageContaining(named + ",")
        .hasMessageNotContainingAny("key", "pass");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 204, 300, 304, 400, 503})
  void otherAnswersAreNoRedirect(int status) throws Exception {
    assertThat(RedirectTarget.next(ASKED, status, "/x", 0)).isNull();
  }

  @Test
  void aRedirectWithoutATargetIsRefused() {
    assertThatThrownBy(() -> RedirectTarget.next(ASKED, 307, null, 0))
        .isInstanceOf(RedirectTarget.Refused.class)
        .hasMessageContaining("Location");
  }
}
