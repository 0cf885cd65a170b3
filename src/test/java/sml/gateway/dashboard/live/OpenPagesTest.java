package sml.gateway.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Open pages of a gateway at work. */
class OpenPagesTest {
  private static final int VIEWERS = 10;

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private Conversation stream(String page) {
    String address = URLEncoder.encode(page, StandardCharsets.UTF_8);
    Conversation stream = gateway.client().open("GET", "/live?lang=en&page=" + address, "");
    assertThat(stream.status()).isEqualTo(200);
    assertThat(data(stream)).isEqualTo("ready");
    return stream;
  }

  private static String data(Conversation stream) {
    Heard.Event event = stream.next();
    return Objects.requireNonNull(event, "the stream has ended").data();
  }

  private static void awaitPart(Conversation stream, String id, String text) {
    String data = data(stream);
    while (!(data.contains("id=\"" + id + "\"") && data.contains(text))) {
      data = data(stream);
    }
  }

  private double meter(String name) {
    MeterRegistry meters = gateway.context().getBean(MeterRegistry.class);
    return name.equals("sml.pages.viewers")
        ? meters.get(name).gauge().value()
        : meters.get(name).counter().count();
  }

  @Test
  void aRequestComesToEveryOpenOverviewAndThePageIsMadeOnceForAll() {
    gateway.model("live-a", "m", Behaviour.healthy());
    List<Conversation> open = Stream.generate(() -> stream("/")).limit(VIEWERS).toList();
    try {
      open.forEach(one -> awaitPart(one, "newest", ""));
      double before = meter("sml.pages.renderings");
      assertThat(meter("sml.pages.viewers")).isEqualTo(VIEWERS);

      Heard answer = gateway.ask("live-a/m").whole();
      String id = answer.headers().get("x-smlgateway-request-id");
      open.forEach(one -> awaitPart(one, "newest", "/requests/" + id));
      // the call and the request may each have caused one, and what is done afterwards another
      assertThat(meter("sml.pages.renderings") - before).isBetween(1.0, 5.0);
    } finally {
      open.forEach(Conversation::close);
    }
    await().until(() -> meter("sml.pages.viewers") == 0);
  }

  @Test
  void aPageWithFiltersHearsThatSomethingHasChanged() {
    gateway.model("live-b", "m", Behaviour.healthy());
    try (Conversation open = stream("/requests?q=live-b")) {
      assertThat(gateway.ask("live-b/m").whole().status()).isEqualTo(200);
      assertThat(data(open)).isEqualTo("changed");
    }
  }

  @Test
  void anOpenPageDoesNotDelayEditedRoutes() {
    try (Conversation open = stream("/school")) {
      var inflight = gateway.context().getBean(CamelContext.class).getInflightRepository();
      assertThat(inflight.size("page-stream")).isZero();
      // what else is in flight are timers, which end
      await().until(() -> inflight.size() == 0);
      assertThat(meter("sml.pages.viewers")).isEqualTo(1);
    }
    await().until(() -> meter("sml.pages.viewers") == 0);
  }

  @Test
  void onlyPagesThatChangeHaveAStream() {
    for (String page : List.of("/guide", "/live", "/api/status", "")) {
      assertThat(gateway.client().get("/live?page=" + page).status()).as(page).isEqualTo(404);
    }
    assertThat(gateway.client().send("HEAD", "/live?page=/", "").status()).isEqualTo(200);
  }
}
