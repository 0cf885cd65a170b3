package sml.gateway.acceptance.sdks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolChoiceOption;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.simulation.speech.Content;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** OpenAI's library for Java on what is OpenAI's: chat, embeddings, models. */
class OpenAiSdkTest {
  private static final String MODEL = "sdk-openai/m";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private OpenAIClient client = OpenAIOkHttpClient.builder().apiKey("unused").build();

  @BeforeEach
  void connect() {
    gateway.model("sdk-openai", "m", Behaviour.healthy().saying(new Content.Lifelike(true, true)));
    client = connect(gateway.port());
  }

  static OpenAIClient connect(int port) {
    return OpenAIOkHttpClient.builder()
        .baseUrl("http://127.0.0.1:" + port + "/v1")
        .apiKey("unused")
        .putHeader("X-No-Cache", "1")
        .maxRetries(0)
        .build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static ChatCompletionCreateParams.Builder question(String text) {
    return ChatCompletionCreateParams.builder().model(MODEL).addUserMessage(text);
  }

  private int calls() {
    return gateway.simulated("sdk-openai").count("m");
  }

  @Test
  void aChatIsAnswered() {
    ChatCompletion answer = client.chat().completions().create(question("Say \"สวัสดี\".").build());
    assertThat(answer.choices().getFirst().message().content()).contains("สวัสดี");
    assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aStreamAddsUpToTheAnswer() {
    var usage = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    var asked = question("Say \"one two three\".").streamOptions(usage).build();
    var sum = ChatCompletionAccumulator.create();
    try (var chunks = client.chat().completions().createStreaming(asked)) {
      chunks.stream().forEach(sum::accumulate);
    }
    ChatCompletion answer = sum.chatCompletion();
    assertThat(answer.choices().getFirst().message().content()).contains("one two three");
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().completionTokens()).isPositive();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aToolIsCalledAndItsResultUnderstood() {
    var asked =
        question("How is the weather in Bangkok? Use the tool.")
            .addTool(WeatherLookup.class)
            .toolChoice(ChatCompletionToolChoiceOption.Auto.REQUIRED);
    var message = client.chat().completions().create(asked.build()).choices().getFirst().message();
    ChatCompletionMessageFunctionToolCall call =
        message.toolCalls().orElseThrow().getFirst().asFunction();
    String found = call.function().arguments(WeatherLookup.class).result();
    asked
        .addMessage(message)
        .addMessage(
            ChatCompletionToolMessageParam.builder().toolCallId(call.id()).content(found).build())
        .toolChoice(ChatCompletionToolChoiceOption.Auto.AUTO);
    ChatCompletion answer = client.chat().completions().create(asked.build());
    assertThat(answer.choices().getFirst().message().content().orElseThrow()).contains(found);
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void aStructuredAnswerIsRead() {
    var asked = question("Describe Bangkok.").responseFormat(CityFacts.class).build();
    var answer = client.chat().completions().create(asked);
    CityFacts city = answer.choices().getFirst().message().content().orElseThrow();
    assertThat(city.name).isNotEmpty();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void vectorsAreReadFromWhateverTheLibraryAsksFor() {
    String vector =
        """
        {"object":"list","model":"tiny-embed","usage":{"prompt_tokens":2,"total_tokens":2},
        "data":[{"object":"embedding","index":0,"embedding":[1,0.5,-0.25]},
        {"object":"embedding","index":1,"embedding":[2,0.5,-0.25]}]}\
        """;
    try (var upstream = new PlainUpstream(asked -> Said.json(vector))) {
      gateway.register("sdk-vec", upstream.port(), "openai", List.of("tiny-embed"));
      CreateEmbeddingResponse answer =
          client
              .embeddings()
              .create(
                  EmbeddingCreateParams.builder()
                      .model("sdk-vec/tiny-embed")
                      .inputOfArrayOfStrings(List.of("a", "ab"))
                      .build());
      assertThat(answer.data().get(1).embedding()).containsExactly(2f, 0.5f, -0.25f);
      assertThat(upstream.asked()).hasSize(1);
    } finally {
      gateway.client().send("DELETE", "/api/provider-catalog/sdk-vec", "");
    }
  }

  @Test
  void theModelsAreListedAndAnUnknownOneIsNotFound() {
    assertThat(client.models().list().data()).extracting(Model::id).contains("sml/auto", MODEL);
    assertThat(client.models().retrieve(MODEL).ownedBy()).isEqualTo("sdk-openai");
    var asked = ChatCompletionCreateParams.builder().model("no-such").addUserMessage("x").build();
    assertThatThrownBy(() -> client.chat().completions().create(asked))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no-such");
    assertThat(calls()).isZero();
  }
}
