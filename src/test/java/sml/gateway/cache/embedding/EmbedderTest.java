package sml.gateway.cache.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import sml.gateway.json.RawObject;
import sml.gateway.modelhealth.HandClock;

class EmbedderTest {
  private final HandClock clock = new HandClock();

  @Test
  void theModelInThisProcessFindsMeaningsNear() throws IOException {
    var model = MiniLm.load();
    var one = model.embed("How do I boil an egg?").vector();
    assertThat(one).hasSize(384);
    assertThat(Embedding.cosine(one, model.embed("How can I boil an egg?").vector()))
        .isGreaterThan(0.92);
    assertThat(Embedding.cosine(one, model.embed("Who wrote Hamlet?").vector())).isLessThan(0.5);
    assertThat(model.unknownShare("How do I boil an egg?")).isZero();
    assertThat(model.unknownShare("แมวกินอะไรได้บ้าง")).isEqualTo(1);
  }

  @Test
  void isLoadedInTheBackgroundWhenItIsFirstWanted() throws IOException {
    var background = new ArrayList<Runnable>();
    var loads = new ArrayList<String>();
    var lazy =
        new LazyEmbedder(
            "m",
            () -> true,
            () -> {
              loads.add("once");
              return MiniLm.load();
            },
            background::add);
    assertThat(lazy.isHere()).isTrue();
    assertThat(loads).isEmpty();
    assertThat(lazy.isReady()).isFalse();
    assertThat(lazy.isReady()).isFalse();
    assertThat(background).hasSize(1);
    assertThatThrownBy(() -> lazy.embed("x")).isInstanceOf(IOException.class);
    background.forEach(Runnable::run);
    assertThat(lazy.isReady()).isTrue();
    assertThat(lazy.tokens("an egg")).isEqualTo(4);
    assertThat(loads).hasSize(1);
  }

  @Test
  void oneThatCannotBeLoadedIsNeverReady() {
    var lazy =
        new LazyEmbedder(
            "m",
            () -> false,
            () -> {
              throw new UnsatisfiedLinkError("not for this platform");
            },
            Runnable::run);
    assertThat(lazy.isReady()).isFalse();
    assertThat(lazy.isReady()).isFalse();
    assertThatThrownBy(() -> lazy.load(Duration.ofMinutes(1))).isInstanceOf(IOException.class);
  }

  @Test
  void readsTheFormsOfOpenAiAndOfOllama() throws IOException {
    assertThat(over("/v1/embeddings", 200, "{\"data\":[{\"embedding\":[3,4]}]}"))
        .containsExactly(new float[] {0.6f, 0.8f}, Offset.offset(1e-6f));
    assertThat(over("/api/embeddings", 200, "{\"embedding\":[3,4]}"))
        .containsExactly(new float[] {0.6f, 0.8f}, Offset.offset(1e-6f));
    assertThat(over("/api/embed", 200, "{\"embeddings\":[[3,4]]}"))
        .containsExactly(new float[] {0.6f, 0.8f}, Offset.offset(1e-6f));
  }

  @Test
  void whatIsNoVectorIsAFailure() {
    assertThatThrownBy(() -> over("/v1/embeddings", 500, "{}")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> over("/v1/embeddings", 200, "{}")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> over("/v1/embeddings", 200, "no")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> over("/api/embeddings", 200, "{\"embedding\":[0,0]}"))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anAnswerThatNeverEndsIsAFailure() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> exchange.sendResponseHeaders(200, 1_000));
    server.start();
    try {
      var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/embeddings");
      var embedder = http(url, Duration.ofMillis(50));
      assertThatThrownBy(() -> embedder.embed("a text")).isInstanceOf(IOException.class);
      assertThat(embedder.isReady()).isFalse();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void oneThatFailsRestsLongerEachTimeUntilItAnswers() throws IOException {
    var works = new AtomicBoolean();
    var resting = new RestingEmbedder(new Switched(works), clock);
    for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThatThrownBy(() -> resting.embed("x")).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> resting.embed("y")).isInstanceOf(IOException.class);
      clock.pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(resting.isReady()).isFalse();
      clock.pass(Duration.ofMillis(1));
      assertThat(resting.isReady()).isTrue();
    }
    works.set(true);
    assertThat(resting.embed("x").vector()).hasSize(1);
    works.set(false);
    assertThatThrownBy(() -> resting.embed("x")).isInstanceOf(IOException.class);
    clock.pass(Duration.ofSeconds(1));
    assertThat(resting.isReady()).isTrue();
  }

  @Test
  void afterARestOneCallTriesAndTheOthersDoNotWaitForIt() throws IOException {
    var calls = new ArrayList<String>();
    var behind = new Switched(new AtomicBoolean());
    var resting = new RestingEmbedder[1];
    resting[0] =
        new RestingEmbedder(
            new Switched(new AtomicBoolean()) {
              @Override
              public Embedding embed(String text) throws IOException {
                calls.add(text);
                assertThat(resting[0].isReady()).isEqualTo(text.equals("first"));
                if (text.equals("trial")) {
                  assertThatThrownBy(() -> resting[0].embed("meanwhile"))
                      .isInstanceOf(IOException.class);
                }
                return behind.embed(text);
              }
            },
            clock);
    assertThatThrownBy(() -> resting[0].embed("first")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> resting[0].embed("rests")).isInstanceOf(IOException.class);
    clock.pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> resting[0].embed("trial")).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> resting[0].embed("rests")).isInstanceOf(IOException.class);
    assertThat(calls).containsExactly("first", "trial");
  }

  /** Fails unless it is on. */
  private static class Switched implements Embedder {
    private final AtomicBoolean works;

    Switched(AtomicBoolean works) {
      this.works = works;
    }

    @Override
    public String model() {
      return "switched";
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public double unknownShare(String text) {
      return 0;
    }

    @Override
    public Embedding embed(String text) throws IOException {
      if (!works.get()) {
        throw new IOException("off");
      }
      return Embedding.of(new float[] {1});
    }
  }

  private Embedder http(URI url, Duration timeout) {
    return Embedders.http(url, "m", "key", timeout, clock);
  }

  private float[] over(String path, int status, String answer) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        path,
        exchange -> {
          var asked = RawObject.EXACT.readTree(exchange.getRequestBody());
          boolean right = asked.path("model").asText().equals("m") && asked.size() == 2;
          byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(right ? status : 400, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      var url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
      return http(url, Duration.ofMinutes(1)).embed("a text").vector();
    } finally {
      server.stop(0);
    }
  }
}
