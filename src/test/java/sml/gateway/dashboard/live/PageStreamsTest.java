package sml.gateway.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sml.gateway.jobs.OperatorEvent;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;
import sml.gateway.testkit.SilentClient;

/** What a page gets of its stream. */
class PageStreamsTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final OperatorEvent EVENT =
      new OperatorEvent("model_new", "new", "", null, null, "info");

  private final AtomicInteger made = new AtomicInteger();
  private volatile int status = 200;
  private volatile String first = "one";
  private final PageStreams streams = streams(LONG, 3);

  private PageStreams streams(Duration heartbeat, int most) {
    var settings =
        new PageStreamSettings(Duration.ofMillis(1), Duration.ofMillis(1), LONG, heartbeat, most);
    return new PageStreams(this::page, settings, new SimpleMeterRegistry());
  }

  @AfterEach
  void close() {
    streams.close();
    streams.destroy();
  }

  private String html() {
    return "<body data-parts=\"\"><div id=\"a\" data-live><div>%s</div></div><p>rest</p>"
        .concat("<section class=\"card\" id=\"b\" data-live>two\n<b>lines</b></section></body>")
        .formatted(first);
  }

  private HttpReply page(HttpCall call) {
    made.incrementAndGet();
    byte[] page = html().getBytes(StandardCharsets.UTF_8);
    return new HttpReply(status, Map.of(), new HttpReply.Bytes(page));
  }

  /** A browser that remembers what it got. */
  private static final class Browser implements ClientConnection {
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Cancellation disconnected = new Cancellation();
    private volatile long last = System.nanoTime();

    String text() {
      return String.join("", heard);
    }

    @Override
    public Cancellation disconnected() {
      return disconnected;
    }

    @Override
    public boolean begin(Map<String, String> headers) {
      return true;
    }

    @Override
    public boolean begun() {
      return true;
    }

    @Override
    public void write(byte[] bytes) {
      heard.add(new String(bytes, StandardCharsets.UTF_8));
      last = System.nanoTime();
    }

    @Override
    public void nudge(byte[] bytes) {}

    @Override
    public long lastWriteNanos() {
      return last;
    }
  }

  private HttpReply open(PageStreams from, String have) {
    HttpCall call =
        new HttpCall(
            "t", "GET", "/live", Map.of(), Map.of(), new byte[0], "", new SilentClient(), 0);
    return from.open(call, "/school", "en", have);
  }

  private Thread watch(PageStreams from, Browser browser, String have) {
    var stream = (HttpReply.Stream) open(from, have).content();
    return Thread.startVirtualThread(() -> stream.writeTo(browser));
  }

  @Test
  void aPageThatIsUpToDateGetsOnlyThePartThatChanges() {
    var old = new Browser();
    watch(streams, old, "another page");
    await().until(() -> old.text().contains("event: shown"));
    assertThat(old.text())
        .contains("event: part\ndata: <div id=\"a\" data-live><div>one</div></div>\n\n")
        .contains("data: <section class=\"card\" id=\"b\" data-live>two\ndata: <b>lines</b>");

    var current = new Browser();
    watch(streams, current, PageParts.of(html()).fingerprint());
    await().until(() -> current.heard.size() == 1);
    first = "changed";
    streams.on(EVENT);
    await().until(() -> current.text().contains("event: shown"));
    assertThat(current.text()).contains("<div>changed</div>").doesNotContain("lines");
    assertThat(current.text()).contains("id: " + PageParts.of(html()).fingerprint() + "\n");
    await().until(() -> old.text().contains("<div>changed</div>"));
    assertThat(old.text().split("lines", -1)).hasSize(2);
    assertThat(made.get()).isLessThanOrEqualTo(3);
  }

  @Test
  void aPageThatCannotBeMadeIsSaidOnceAndComesBack() {
    var browser = new Browser();
    status = 503;
    watch(streams, browser, "");
    await().until(() -> browser.text().contains("event: lost"));
    status = 200;
    streams.on(EVENT);
    await().until(() -> browser.text().contains("event: shown"));
    assertThat(browser.text().split("event: lost", -1)).hasSize(2);
  }

  @Test
  void aSilentStreamSendsCommentsAndMakesNoPage() {
    PageStreams lively = streams(Duration.ofMillis(5), 3);
    var browser = new Browser();
    String fingerprint = PageParts.of(html()).fingerprint();
    watch(lively, browser, fingerprint);
    await().until(() -> browser.text().split(":\n\n", -1).length > 3);
    assertThat(made.get()).isEqualTo(1);
    assertThat(browser.text()).doesNotContain("part");
    lively.close();
    lively.destroy();
  }

  @Test
  void streamsEndWithTheClientAndWithTheProgram() throws InterruptedException {
    var leaving = new Browser();
    Thread left = watch(streams, leaving, "");
    leaving.disconnected.fire("closed");
    left.join();
    var staying = new Browser();
    Thread stayed = watch(streams, staying, "");
    await().until(() -> !staying.heard.isEmpty());
    streams.close();
    stayed.join();
    assertThat(open(streams, "").status()).isEqualTo(503);
  }

  @Test
  void thereIsABoundForOpenPages() {
    PageStreams few = streams(LONG, 1);
    var browser = new Browser();
    watch(few, browser, "");
    await().until(() -> !browser.heard.isEmpty());
    assertThat(open(few, "").status()).isEqualTo(503);
    few.close();
    few.destroy();
  }

  @Test
  void theFingerprintOfThePartsIsWrittenIntoThePage() {
    String page = PageParts.fingerprinted(html());
    PageParts parts = PageParts.of(page);
    assertThat(page).startsWith("<body data-parts=\"" + parts.fingerprint() + "\">");
    assertThat(parts.html().keySet()).containsExactly("a", "b");
    assertThat(PageParts.of("<body data-parts=\"\">none</body>").fingerprint()).isEmpty();
  }
}
