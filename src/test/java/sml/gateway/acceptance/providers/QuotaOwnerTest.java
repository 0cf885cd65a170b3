package sml.gateway.acceptance.providers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.StrictServer;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;
import sml.gateway.testkit.provider.Fault;

/** Rows that share an account are one for races and quotas. */
class QuotaOwnerTest {
  private static final String USED_UP =
      "Requests per day used up. The quota exceeded belongs to the account.";
  private static int number;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final String one = "owner" + ++number;
  private final String other = one + "-key";

  @BeforeEach
  void register() {
    gateway.model(one, "a", Behaviour.healthy());
    gateway.model(other, "b", Behaviour.healthy());
    Heard saved =
        gateway
            .client()
            .send("PUT", "/api/provider-catalog/" + other, "{\"quota_owner\":\"" + one + "\"}");
    assertThat(saved.json().at("/provider/quota_owner").asText()).isEqualTo(one);
  }

  private int calls() {
    return gateway.simulated(one).count("a") + gateway.simulated(other).count("b");
  }

  @Test
  void theyAreNotRacedAgainstEachOther() {
    String body =
        "{\"model\":\"sml/auto\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    Heard plan = gateway.client().send("POST", "/api/routing-explain", body);
    assertThat(plan.json().path("candidates")).hasSize(2);
    assertThat(plan.json().path("beginTogether").asInt()).isEqualTo(1);
    for (int request = 1; request <= 3; request++) {
      assertThat(gateway.ask("sml/auto").whole().status()).isEqualTo(200);
      assertThat(calls()).isEqualTo(request);
    }
  }

  @Test
  void whatOneOfThemHasUsedUpIsUsedUpForTheOther() {
    gateway.model("spare" + one, "m", Behaviour.healthy());
    gateway.model(one, "a", Behaviour.always(Fault.status(429).message(USED_UP)));
    assertThat(gateway.ask(one + "/a", "spare" + one + "/m").whole().models()).containsExactly("m");
    assertThat(gateway.ask(other + "/b", "spare" + one + "/m").whole().models())
        .containsExactly("m");
    assertThat(gateway.simulated(one).count("a")).isEqualTo(1);
    assertThat(gateway.simulated(other).count("b")).isZero();
  }

  /** Two rows of one account that is asked at one place, and allows so many requests an hour. */
  private final class OneAccount implements AutoCloseable {
    private static final int AN_HOUR = 20;

    private final StrictServer upstream = new StrictServer();
    private final AtomicInteger left = new AtomicInteger(AN_HOUR);
    private final String first = "account" + one;
    private final String second = first + "-key";

    OneAccount() {
      upstream.needs(Set.of(), key -> headers());
      upstream.rule(
          request ->
              left.get() < 0
                  ? new StrictServer.Refusal(429, "{\"error\":{\"message\":\"" + USED_UP + "\"}}")
                  : null);
      for (String name : List.of(first, second)) {
        String row =
            "{\"base_url\":\"%s\",\"auth\":{\"scheme\":\"none\"},\"models\":[\"m\"],\"quota_owner\":\"%s\"}"
                .formatted(upstream.url(), first);
        gateway.save(name, row);
      }
      gateway.model("spare" + one, "m", Behaviour.healthy());
    }

    private Map<String, String> headers() {
      return Map.of(
          "x-ratelimit-limit-requests-hour", String.valueOf(AN_HOUR),
          "x-ratelimit-remaining-requests-hour",
              String.valueOf(Math.max(0, left.decrementAndGet())));
    }

    /** Asks the rows in turn; every request is answered. */
    void ask(int number) {
      String row = number % 2 == 0 ? first : second;
      Heard heard = gateway.ask(row + "/m", "spare" + one + "/m").whole();
      assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    }

    @Override
    public void close() {
      for (String name : List.of(first, second)) {
        gateway.client().send("DELETE", "/api/provider-catalog/" + name, "");
      }
      upstream.close();
    }
  }

  @Test
  void togetherTheyStayWithinTheLimitOfTheirAccount() {
    try (var account = new OneAccount()) {
      for (int number = 0; number < 2 * OneAccount.AN_HOUR; number++) {
        account.ask(number);
      }
      assertThat(account.upstream.asked()).hasSize(OneAccount.AN_HOUR);
    }
  }

  @Test
  void togetherTheyStayWithinTheLimitAlsoWhenAskedAtOnce() throws Exception {
    try (var account = new OneAccount();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      account.ask(0);
      account.ask(1);
      List<Future<?>> asking = new ArrayList<>();
      for (int number = 0; number < 2 * OneAccount.AN_HOUR; number++) {
        int each = number;
        asking.add(threads.submit(() -> account.ask(each)));
      }
      for (Future<?> each : asking) {
        each.get();
      }
      assertThat(account.upstream.asked()).hasSize(OneAccount.AN_HOUR);
    }
  }
}
