package sml.gateway.acceptance.quotas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.acceptance.StrictServer;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Three keys of one provider, each with a quota of its own. */
class SeveralKeysTest {
  private static final int A_DAY = 60;
  private static final String FULL = "full-key-4711";
  private static final String HALF = "half-key-4712";
  private static final String LOW = "low-key-4713";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer upstream = new StrictServer();
  private final Map<String, Integer> left =
      new ConcurrentHashMap<>(Map.of(FULL, A_DAY, HALF, A_DAY / 2, LOW, A_DAY / 10));

  @BeforeEach
  void register() {
    gateway.model("spare-of-keys", "m2", Behaviour.healthy());
    upstream.lists("m");
    upstream.needs(left.keySet(), this::count);
    String row =
        "{\"base_url\":\"%s\",\"models_url\":\"%s/models\"}"
            .formatted(upstream.url(), upstream.url());
    gateway.save("several", row);
    String keys = "{\"provider\":\"several\",\"apiKey\":\"%s,%s,%s\"}".formatted(FULL, HALF, LOW);
    assertThat(gateway.client().send("POST", "/api/setup", keys).status()).isEqualTo(200);
    upstream.forget();
  }

  @AfterEach
  void remove() {
    gateway.client().send("DELETE", "/api/provider-catalog/several", "");
    upstream.close();
  }

  /** Counts a call of this key, and says how much is left. */
  private Map<String, String> count(String key) {
    int now = Objects.requireNonNull(left.merge(key, -1, Integer::sum));
    return Map.of(
        "x-ratelimit-limit-requests-day", String.valueOf(A_DAY),
        "x-ratelimit-remaining-requests-day", String.valueOf(now),
        "x-ratelimit-reset-requests-day", "3600");
  }

  private int left(String key) {
    return Objects.requireNonNull(left.get(key));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theyShareTheLoadByWhatIsLeftOfEachOnesQuota(boolean stream) {
    int requests = A_DAY;
    for (int request = 0; request < requests; request++) {
      var ask = gateway.ask("several/m");
      Heard heard = stream ? ask.streamed() : ask.whole();
      assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    }
    assertThat(upstream.asked()).hasSize(requests);
    assertThat(left(FULL)).isCloseTo(left(HALF), within(A_DAY / 10 + 2));
    assertThat(Collections.frequency(upstream.usedKeys(), LOW)).isBetween(1, 3);
  }

  private List<String> states() throws IOException {
    List<String> states = new ArrayList<>();
    for (JsonNode row : new ObjectMapper().readTree(gateway.client().get("/api/setup").body())) {
      if (row.path("provider").asText().equals("several")) {
        row.path("keys").forEach(key -> states.add(key.path("state").asText()));
      }
    }
    return states;
  }

  @Test
  void oneThatIsRevokedLaterIsNoticedShownAndSentNoMore() throws IOException {
    left.replaceAll((key, before) -> A_DAY);
    for (int request = 0; request < 3; request++) {
      assertThat(gateway.ask("several/m").whole().status()).isEqualTo(200);
    }
    assertThat(upstream.usedKeys()).containsExactlyInAnyOrder(FULL, HALF, LOW);
    assertThat(states()).containsExactly("ok", "ok", "ok");

    upstream.needs(Set.of(FULL, LOW), this::count);
    await()
        .untilAsserted(
            () -> {
              Heard heard = gateway.ask("several/m", "spare-of-keys/m2").whole();
              assertThat(heard.status()).as(heard.body()).isEqualTo(200);
              assertThat(states()).containsExactlyInAnyOrder("ok", "key rejected", "ok");
            });

    gateway.forget();
    upstream.forget();
    for (int request = 0; request < 6; request++) {
      assertThat(gateway.ask("several/m").whole().text()).isEqualTo("ok");
    }
    assertThat(upstream.usedKeys()).containsOnly(FULL, LOW);
    assertThat(gateway.client().get("/api/setup").body()).contains("No such key");
  }
}
