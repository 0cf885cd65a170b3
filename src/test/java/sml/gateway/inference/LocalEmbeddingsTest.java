package sml.gateway.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sml.gateway.cache.embedding.Embedding;
import sml.gateway.cache.embedding.LocalEmbedder;
import sml.gateway.chat.ChatRequest;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.json.RawObject;
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.SilentClient;

class LocalEmbeddingsTest {
  private static final String BODY = "{\"model\":\"local/tiny\",\"input\":\"a\"}";

  private final EmbeddingThreads threads = new EmbeddingThreads();

  @AfterEach
  void end() {
    threads.destroy();
  }

  /** An embedder that is here or not, and that cannot be loaded. */
  private record Broken(boolean isHere) implements LocalEmbedder {
    @Override
    public void load(Duration most) throws IOException {
      throw new IOException("it is broken");
    }

    @Override
    public String model() {
      return "tiny";
    }

    @Override
    public boolean isReady() {
      return false;
    }

    @Override
    public double unknownShare(String text) {
      return 1;
    }

    @Override
    public int tokens(String text) {
      return 0;
    }

    @Override
    public int mostTokens() {
      return 0;
    }

    @Override
    public Embedding embed(String text) throws IOException {
      throw new IOException("it is broken");
    }
  }

  private static InferenceSettings settings(boolean local) {
    return new InferenceSettings(Duration.ofMinutes(1), 10, 10, local);
  }

  private LocalEmbeddings embeddings(boolean here, boolean on) {
    return new LocalEmbeddings(new Broken(here), threads, settings(on));
  }

  private static ChatRequest request() {
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    var call =
        new HttpCall(
            "1",
            "POST",
            "/v1/embeddings",
            Map.of(),
            Map.of(),
            body,
            "",
            new SilentClient(),
            System.nanoTime());
    RawObject object = Admission.object(call);
    return new Admission(settings(true), Clock.systemUTC()).request(call, object, 1);
  }

  @Test
  void isOfferedOnlyWhereItIsHereAndOn() {
    assertThat(embeddings(true, true).embeddings()).containsExactly("local/tiny");
    assertThat(embeddings(true, true).serves(request())).isTrue();
    assertThat(embeddings(true, false).embeddings()).isEmpty();
    assertThat(embeddings(true, false).serves(request())).isFalse();
    assertThat(embeddings(false, true).embeddings()).isEmpty();
  }

  @Test
  void aModelThatCannotBeLoadedIsAClearError() {
    assertThatThrownBy(() -> embeddings(true, true).embed(request()))
        .isInstanceOf(NoModelFits.class)
        .hasMessageContaining("it is broken");
  }
}
