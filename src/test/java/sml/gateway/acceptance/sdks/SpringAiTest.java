package sml.gateway.acceptance.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.converter.BeanOutputConverter;
import org.springframework.ai.document.MetadataMode;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import org.springframework.ai.openai.OpenAiEmbeddingModel;
import org.springframework.ai.openai.OpenAiEmbeddingOptions;
import org.springframework.ai.openai.api.OpenAiApi;
import org.springframework.ai.openai.api.ResponseFormat;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.retry.support.RetryTemplate;
import org.springframework.util.CollectionUtils;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.simulation.speech.Content;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Spring AI with its OpenAI module. */
class SpringAiTest {
  private static final RetryTemplate NO_RETRIES = RetryTemplate.builder().maxAttempts(1).build();

  @RegisterExtension final TestGateway gateway = new TestGateway();

  /** What the tool is asked for, and the shape of a structured answer. */
  record City(String city) {}

  @BeforeEach
  void provide() {
    gateway.model("sdk-spring", "m", Behaviour.healthy().saying(new Content.Lifelike(true, true)));
  }

  private OpenAiApi api() {
    return OpenAiApi.builder()
        .baseUrl("http://127.0.0.1:" + gateway.port())
        .apiKey("unused")
        .headers(CollectionUtils.toMultiValueMap(Map.of("X-No-Cache", List.of("1"))))
        .build();
  }

  private OpenAiChatModel model() {
    return OpenAiChatModel.builder()
        .openAiApi(api())
        .defaultOptions(options().build())
        .retryTemplate(NO_RETRIES)
        .build();
  }

  private static OpenAiChatOptions.Builder options() {
    return OpenAiChatOptions.builder().model("sdk-spring/m");
  }

  private int calls() {
    return gateway.simulated("sdk-spring").count("m");
  }

  @Test
  void aChatIsAnswered() {
    assertThat(model().call("Say \"สวัสดี\".")).isEqualTo("สวัสดี");
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aStreamAddsUpToTheAnswer() {
    var prompt = new Prompt("Say \"one two three\".", options().streamUsage(true).build());
    List<ChatResponse> pieces =
        Objects.requireNonNull(model().stream(prompt).collectList().block());
    var text = new StringBuilder();
    for (ChatResponse piece : pieces) {
      if (piece.getResult() != null && piece.getResult().getOutput().getText() != null) {
        text.append(piece.getResult().getOutput().getText());
      }
    }
    assertThat(text).hasToString("one two three");
    assertThat(pieces.getLast().getMetadata().getUsage().getCompletionTokens()).isPositive();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aToolIsCalledAndItsResultUnderstood() {
    var asked = new AtomicReference<City>();
    var tool =
        FunctionToolCallback.builder(
                "weather",
                (City city) -> {
                  asked.set(city);
                  return "31 degrees";
                })
            .description("The weather of a city")
            .inputType(City.class)
            .build();
    var prompt =
        new Prompt(
            "How is the weather in Bangkok? Use the tool.", options().toolCallbacks(tool).build());
    assertThat(model().call(prompt).getResult().getOutput().getText()).contains("31 degrees");
    assertThat(asked.get().city()).isNotEmpty();
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void aStructuredAnswerIsRead() {
    var converter = new BeanOutputConverter<>(City.class);
    var format =
        ResponseFormat.builder()
            .type(ResponseFormat.Type.JSON_SCHEMA)
            .jsonSchema(converter.getJsonSchema())
            .build();
    var prompt = new Prompt("Name a city.", options().responseFormat(format).build());
    String answer = model().call(prompt).getResult().getOutput().getText();
    City city = converter.convert(Objects.requireNonNull(answer));
    assertThat(Objects.requireNonNull(city).city()).isNotEmpty();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void vectorsAreRead() {
    String vector =
        """
        {"object":"list","model":"tiny-embed","usage":{"prompt_tokens":2,"total_tokens":2},
        "data":[{"object":"embedding","index":0,"embedding":[1,0.5,-0.25]}]}\
        """;
    try (var upstream = new PlainUpstream(asked -> Said.json(vector))) {
      gateway.register("sdk-vec", upstream.port(), "openai", List.of("tiny-embed"));
      var asked = OpenAiEmbeddingOptions.builder().model("sdk-vec/tiny-embed").build();
      var embeddings = new OpenAiEmbeddingModel(api(), MetadataMode.NONE, asked, NO_RETRIES);
      assertThat(embeddings.embed("a")).containsExactly(1f, 0.5f, -0.25f);
      assertThat(upstream.asked()).hasSize(1);
    } finally {
      gateway.client().send("DELETE", "/api/provider-catalog/sdk-vec", "");
    }
  }
}
