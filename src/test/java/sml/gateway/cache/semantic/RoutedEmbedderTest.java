package sml.gateway.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.apache.camel.ProducerTemplate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.cache.embedding.Embedder;
import sml.gateway.cache.embedding.Embedders;
import sml.gateway.testkit.TestGateway;

/** A model of the catalogue as the embedder of questions. */
class RoutedEmbedderTest {
  private static final String PROVIDER = "vec-routed";
  private static final String MODEL = PROVIDER + "/tiny-embed";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final PlainUpstream upstream =
      new PlainUpstream(
          asked ->
              asked.body().contains("bad")
                  ? Said.refusal(500, "it burns")
                  : Said.json("{\"model\":\"tiny-embed\",\"data\":[{\"embedding\":[3,4]}]}"));

  @AfterEach
  void stop() {
    gateway.client().send("DELETE", "/api/provider-catalog/" + PROVIDER, "");
    upstream.close();
  }

  /** The embedder that a setting makes. */
  private Embedder embedder(String model) {
    return new SemanticConfiguration()
        .questionEmbedder(
            SampleQuestions.settings(SemanticSettings.Kind.GATEWAY, model),
            Embedders.miniLm(),
            gateway.context().getBean(ProducerTemplate.class),
            Clock.systemUTC());
  }

  @Test
  void isAskedThroughTheRoutesOfEmbeddings() throws IOException {
    gateway.register(PROVIDER, upstream.port(), "openai", List.of("tiny-embed"));
    var embedder = embedder(MODEL);

    assertThat(embedder.embed("a text").vector())
        .containsExactly(new float[] {0.6f, 0.8f}, Offset.offset(1e-6f));
    assertThat(embedder.model()).isEqualTo(MODEL);
    assertThat(upstream.asked()).hasSize(1);
    assertThat(upstream.asked().getFirst().path()).isEqualTo("/v1/embeddings");
    assertThat(upstream.asked().getFirst().body()).contains("a text");
  }

  @Test
  void aFailureIsOneOfTheEmbedderAndItRests() {
    gateway.register(PROVIDER, upstream.port(), "openai", List.of("tiny-embed"));
    var embedder = embedder(MODEL);

    assertThat(embedder.isReady()).isTrue();
    assertThatThrownBy(() -> embedder.embed("bad")).isInstanceOf(IOException.class);
    assertThat(embedder.isReady()).isFalse();
    int asked = upstream.asked().size();
    assertThatThrownBy(() -> embedder.embed("a text")).isInstanceOf(IOException.class);
    assertThat(upstream.asked()).hasSize(asked);
    assertThatThrownBy(() -> embedder(PROVIDER + "/unknown").embed("a text"))
        .isInstanceOf(IOException.class);
  }
}
