package sml.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.network.HttpReply;

class AccessPolicyTest {
  private static final AccessSettings OPEN =
      new AccessSettings(List.of("llm.home"), List.of("https://chat.example"), null, 60, false);
  private static final AccessSettings KEYED =
      new AccessSettings(List.of(), List.of(), "s3cret", 60, false);

  private static int status(AccessSettings settings, String method, String path, String... more) {
    return switch (judge(settings, method, path, more)) {
      case AccessDecision.Admitted admitted -> 200;
      case AccessDecision.Answered(HttpReply reply) -> reply.status();
    };
  }

  private static AccessDecision judge(
      AccessSettings settings, String method, String path, String... more) {
    Map<String, String> headers = new HashMap<>(Map.of("host", "localhost:3334"));
    for (int i = 0; i < more.length; i += 2) {
      headers.put(more[i], more[i + 1]);
    }
    return new AccessPolicy(settings).judge(new RequestOrigin(method, path, Map.of(), headers));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LOCALHOST:3334, 200",
    "127.0.0.1:3334, 200",
    "[::1], 200",
    "[::1]:3334, 200",
    "host.docker.internal:80, 200",
    "sml-gateway, 200",
    "llm.home:443, 200",
    "evil.example, 403",
    "evil.example:3334, 403",
    "localhost.evil.example, 403",
    "localhost:, 403",
    "localhost:80@evil, 403",
    "127.0.0.2, 403",
    "'', 403",
  })
  void onlyKnownHostsAreLetIn(String host, int expected) {
    assertThat(status(OPEN, "GET", "/api/status", "host", host)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/setup, , , 200",
    "POST, /api/setup, http://localhost:3334, , 200",
    "POST, /api/setup, http://localhost:3334, same-origin, 200",
    "POST, /api/setup, https://localhost:3334, , 200",
    "POST, /api/setup, http://localhost:3000, same-site, 403",
    "POST, /api/setup, http://localhost:3000, , 403",
    "PUT, /api/provider-catalog/x, http://evil.example, , 403",
    "PATCH, /api/setup, null, , 403",
    "DELETE, /api/circuits, , cross-site, 403",
    "GET, /api/setup, http://evil.example, cross-site, 200",
    "GET, /actuator/jolokia/read, http://evil.example, , 403",
    "GET, /actuator/Jolokia, , same-site, 403",
    "GET, /actuator/jolokia, , none, 200",
    "POST, /actuator/loggers/x, http://evil.example, , 403",
    "POST, /v1/chat/completions, http://evil.example, , 403",
    "POST, /v1/chat/completions, null, , 403",
    "POST, /v1/chat/completions, , cross-site, 403",
    "POST, /v1/chat/completions, http://localhost:3000, same-site, 200",
    "POST, /v1/chat/completions, https://chat.example, cross-site, 200",
    "POST, /v1/chat/completions, , , 200",
    "GET, /v1/models, http://evil.example, cross-site, 200",
    "TRACE, /api/setup, http://evil.example, , 403",
  })
  void pagesOfOtherOriginsChangeNothing(
      String method, String path, String origin, String site, int expected) {
    List<String> headers = new ArrayList<>();
    if (origin != null) {
      headers.addAll(List.of("origin", origin));
    }
    if (site != null) {
      headers.addAll(List.of("sec-fetch-site", site));
    }
    assertThat(status(OPEN, method, path, headers.toArray(String[]::new))).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:3000, 204",
    "https://127.0.0.1, 204",
    "http://[::1]:8080, 204",
    "https://chat.example, 204",
    "https://chat.example:444, 403",
    "http://localhost.evil.example, 403",
    "null, 403",
  })
  void aPreflightIsAnsweredForAllowedOrigins(String origin, int expected) {
    var decision =
        (AccessDecision.Answered)
            judge(
                OPEN,
                "OPTIONS",
                "/v1/chat/completions",
                "origin",
                origin,
                "access-control-request-method",
                "POST",
                "access-control-request-headers",
                "authorization, x-stainless-os");
    assertThat(decision.reply().status()).isEqualTo(expected);
    if (expected == 204) {
      assertThat(decision.reply().headers())
          .containsEntry("access-control-allow-origin", origin)
          .containsEntry("access-control-allow-headers", "authorization, x-stainless-os")
          .containsKeys("access-control-allow-methods", "access-control-max-age");
    }
  }

  @Test
  void anAnswerToAnAllowedOriginMayBeReadByItsPage() {
    var admitted =
        (AccessDecision.Admitted) judge(OPEN, "POST", "/v1/x", "origin", "https://chat.example");
    assertThat(admitted.headers())
        .containsEntry("access-control-allow-origin", "https://chat.example")
        .containsEntry("vary", "Origin");
    assertThat(admitted.headers().get("access-control-expose-headers"))
        .contains("X-SMLGateway-Request-Id", "x-request-id", "retry-after");
  }

  @Test
  void anAnswerToAForeignOriginMayNotBeRead() {
    var admitted =
        (AccessDecision.Admitted) judge(OPEN, "GET", "/v1/x", "origin", "https://evil.example");
    assertThat(admitted.headers()).containsOnlyKeys("vary");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/models, Bearer s3cret, 200",
    "GET, /v1/models, bearer  s3cret, 200",
    "GET, /v1/models, Bearer s3cret2, 401",
    "GET, /v1/models, Basic s3cret, 401",
    "GET, /v1/models, Bearer, 401",
    "GET, /, Basic YW55Ym9keTpzM2NyZXQ=, 200",
    "GET, /, Basic YW55Ym9keTp3cm9uZw==, 401",
    "GET, /, Basic YW55Ym9keQ==, 401",
    "GET, /, Basic %, 401",
    "GET, /api/health, none, 200",
    "POST, /api/health, none, 401",
    "GET, /api/health/x, none, 401",
  })
  void aSetKeyIsAskedFor(String method, String path, String authorization, int expected) {
    assertThat(status(KEYED, method, path, "authorization", authorization)).isEqualTo(expected);
  }

  @Test
  void theRefusalOfAKeyIsTheEnvelope() {
    var decision = (AccessDecision.Answered) judge(KEYED, "GET", "/v1/models");
    var bytes = (HttpReply.Bytes) decision.reply().content();
    assertThat(new String(bytes.bytes(), StandardCharsets.UTF_8))
        .contains("\"code\":\"invalid_api_key\"");
  }

  @Test
  void aKeyMayComeTheWayAnthropicClientsSendIt() {
    assertThat(status(KEYED, "POST", "/v1/messages", "x-api-key", "s3cret")).isEqualTo(200);
    assertThat(status(KEYED, "POST", "/v1/messages", "x-api-key", "other")).isEqualTo(401);
  }

  @Test
  void anEmptyKeyAsksForNothing() {
    var settings = new AccessSettings(List.of(), List.of(), " ", 60, false);
    assertThat(status(settings, "GET", "/v1/models")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\rb", "a\nb", "a\0b"})
  void aHeaderThatStartsANewLineIsRefused(String value) {
    assertThat(status(OPEN, "GET", "/v1/models", "x-any", value)).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "127.8.0.1, true",
    "localhost, true",
    "::1, true",
    "[::1], true",
    "0.0.0.0, false",
    "::, false",
    "192.168.1.4, false",
    "127.0.0.1.evil.example, false",
  })
  void anOpenAddressNeedsAKeyOrTrust(String address, boolean safe) {
    var bare = new AccessPolicy(AccessSettings.defaults());
    if (safe) {
      assertThatCode(() -> bare.requireSafeBind(address)).doesNotThrowAnyException();
    } else {
      assertThatThrownBy(() -> bare.requireSafeBind(address))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("SML_API_KEY")
          .hasMessageContaining("SML_TRUST_NETWORK");
    }
    var trusting = new AccessSettings(List.of(), List.of(), null, 60, true);
    assertThatCode(() -> new AccessPolicy(trusting).requireSafeBind(address))
        .doesNotThrowAnyException();
    assertThatCode(() -> new AccessPolicy(KEYED).requireSafeBind(address))
        .doesNotThrowAnyException();
  }
}
