package sml.gateway.acceptance.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.inference.PlainUpstream.Asked;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** Speech, transcripts, images and moderation from the client to scripted providers and back. */
class MediaTest {
  private static final String FORM =
      "--xx\r\n"
          + "Content-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\n"
          + "\u0001\u0002\r\n"
          + "--xx\r\n"
          + "Content-Disposition: form-data; name=\"model\"\r\n\r\n"
          + "whisper-1\r\n"
          + "--xx--\r\n";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final PlainUpstream upstream = new PlainUpstream(MediaTest::answer);
  private final PlainUpstream down = new PlainUpstream(asked -> Said.refusal(500, "it burns"));

  @AfterEach
  void stop() {
    List.of("med-a", "med-b", "med-c")
        .forEach(name -> gateway.client().send("DELETE", "/api/provider-catalog/" + name, ""));
    upstream.close();
    down.close();
  }

  private static Said answer(Asked asked) {
    return switch (asked.path()) {
      case "/v1/audio/speech" -> new Said(200, "audio/mpeg", "sound");
      case "/v1/audio/transcriptions" -> Said.json("{\"text\":\"heard\"}");
      case "/v1/images/generations" -> Said.json("{\"created\":1,\"data\":[{\"url\":\"u\"}]}");
      case "/v1/moderations" ->
          asked.body().contains("silent")
              ? Said.json("{\"results\":[{}]}")
              : Said.json(
                  "{\"id\":\"m\",\"results\":[{\"categories\":{\"hate\":false,\"violence\":true}}]}");
      default -> Said.refusal(404, "no such path");
    };
  }

  private void offers(String... models) {
    gateway.register("med-a", upstream.port(), "openai", List.of(models));
  }

  private Heard post(String path, String body) {
    return gateway.client().send("POST", path, body);
  }

  @Test
  void speechComesBackAsTheBytesTheProviderSent() {
    offers("orpheus-tts");

    Heard heard =
        post("/v1/audio/speech", "{\"model\":\"tts-1\",\"input\":\"hi\",\"voice\":\"v\"}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.body()).isEqualTo("sound");
    assertThat(heard.headers()).containsEntry("content-type", "audio/mpeg");
    assertThat(heard.headers()).containsEntry("x-smlgateway-model", "orpheus-tts");
    assertThat(upstream.asked().getFirst().body()).contains("\"model\":\"orpheus-tts\"", "\"v\"");
  }

  @Test
  void aFormReachesTheProviderWithTheNameOfItsModel() {
    offers("whisper-large-v3");

    Heard heard =
        gateway
            .client()
            .open(
                "POST",
                "/v1/audio/transcriptions",
                FORM.getBytes(StandardCharsets.UTF_8),
                Map.of("content-type", "multipart/form-data; boundary=xx"))
            .rest();

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.json().path("text").asText()).isEqualTo("heard");
    Asked asked = upstream.asked().getFirst();
    assertThat(asked.contentType()).isEqualTo("multipart/form-data; boundary=xx");
    assertThat(asked.body()).isEqualTo(FORM.replace("whisper-1", "whisper-large-v3"));
  }

  @Test
  void anotherProviderTakesOverAnImage() {
    gateway.register("med-b", down.port(), "openai", List.of("flux.1-schnell-free"));
    offers("sdxl");

    Heard heard = post("/v1/images/generations", "{\"prompt\":\"a cat\"}");

    assertThat(heard.status()).as(heard.body()).isEqualTo(200);
    assertThat(heard.headers()).containsEntry("x-smlgateway-provider", "med-a");
  }

  @Test
  void aJudgementIsTheModelsOwn() {
    offers("text-moderation-x");

    Heard judged = post("/v1/moderations", "{\"input\":\"a fight\"}");
    assertThat(judged.status()).as(judged.body()).isEqualTo(200);
    assertThat(judged.json().at("/results/0/flagged").asBoolean()).isTrue();

    Heard silent = post("/v1/moderations", "{\"input\":\"silent\"}");
    assertThat(silent.status()).isEqualTo(502);
  }

  @Test
  void withoutAModelTheKeysThatWouldHelpAreNamed() {
    for (String path : List.of("/v1/moderations", "/v1/audio/speech", "/v1/images/generations")) {
      gateway.register("med-c", upstream.port(), "openai", List.of("chatty"));
      Heard heard = post(path, "{\"input\":\"a\",\"prompt\":\"a\"}");
      assertThat(heard.status()).as(path).isEqualTo(503);
      assertThat(heard.json().at("/error/message").asText()).contains("Add a key for ", path);
    }
    assertThat(upstream.asked()).isEmpty();
  }

  @Test
  void aWrongFieldIsNamed() {
    assertThat(param("/v1/audio/speech", "{\"input\":7}")).isEqualTo("input");
    assertThat(param("/v1/audio/speech", "{}")).isEqualTo("input");
    assertThat(param("/v1/images/generations", "{}")).isEqualTo("prompt");
    assertThat(param("/v1/moderations", "{\"input\":[]}")).isEqualTo("input");
    assertThat(param("/v1/audio/transcriptions", "{}")).isEqualTo("file");
    assertThat(gateway.client().get("/v1/moderations").status()).isEqualTo(405);
  }

  private String param(String path, String body) {
    Heard heard = post(path, body);
    assertThat(heard.status()).as(heard.body()).isEqualTo(400);
    return heard.json().at("/error/param").asText();
  }
}
