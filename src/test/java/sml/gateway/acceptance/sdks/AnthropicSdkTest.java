package sml.gateway.acceptance.sdks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.NotFoundException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlock;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolChoiceAny;
import com.anthropic.models.messages.ToolChoiceAuto;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.messages.ToolUseBlock;
import com.anthropic.models.models.ModelInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.simulation.speech.Content;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** Anthropic's library for Java on Messages. */
class AnthropicSdkTest {
  private static final String MODEL = "sdk-messages/m";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private AnthropicClient client = AnthropicOkHttpClient.builder().apiKey("unused").build();

  @BeforeEach
  void connect() {
    gateway.model(
        "sdk-messages", "m", Behaviour.healthy().saying(new Content.Lifelike(true, true)));
    client =
        AnthropicOkHttpClient.builder()
            .baseUrl("http://127.0.0.1:" + gateway.port())
            .apiKey("unused")
            .putHeader("X-No-Cache", "1")
            .maxRetries(0)
            .build();
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static MessageCreateParams.Builder question(String text) {
    return MessageCreateParams.builder().model(MODEL).maxTokens(200).addUserMessage(text);
  }

  private static String text(Message message) {
    return message.content().stream()
        .flatMap(block -> block.text().stream())
        .map(TextBlock::text)
        .collect(Collectors.joining());
  }

  private int calls() {
    return gateway.simulated("sdk-messages").count("m");
  }

  @Test
  void aMessageIsAnswered() {
    Message answer = client.messages().create(question("Say \"สวัสดี\".").build());
    assertThat(text(answer)).isEqualTo("สวัสดี");
    assertThat(answer.stopReason()).contains(StopReason.END_TURN);
    assertThat(answer.usage().outputTokens()).isPositive();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aStreamAddsUpToTheMessage() {
    var sum = MessageAccumulator.create();
    var asked = question("Say \"one two three\".").build();
    try (var events = client.messages().createStreaming(asked)) {
      events.stream().forEach(sum::accumulate);
    }
    assertThat(text(sum.message())).isEqualTo("one two three");
    assertThat(sum.message().usage().outputTokens()).isPositive();
    assertThat(calls()).isEqualTo(1);
  }

  private static Tool weather() {
    var city = JsonValue.from(Map.of("type", "string"));
    var properties =
        Tool.InputSchema.Properties.builder().putAdditionalProperty("city", city).build();
    return Tool.builder()
        .name("weather")
        .inputSchema(Tool.InputSchema.builder().properties(properties).addRequired("city").build())
        .build();
  }

  @Test
  void aToolIsCalledAndItsResultUnderstood() {
    var asked =
        question("How is the weather in Bangkok? Use the tool.")
            .addTool(weather())
            .toolChoice(ToolChoiceAny.builder().build());
    Message called = client.messages().create(asked.build());
    assertThat(called.stopReason()).contains(StopReason.TOOL_USE);
    ToolUseBlock use =
        called.content().stream()
            .flatMap(block -> block.toolUse().stream())
            .findFirst()
            .orElseThrow();
    String found = Objects.requireNonNull(use._input().convert(WeatherLookup.class)).result();
    var result = ToolResultBlockParam.builder().toolUseId(use.id()).content(found).build();
    asked
        .addMessage(called)
        .addUserMessageOfContentBlockParams(List.of(ContentBlockParam.ofToolResult(result)))
        .toolChoice(ToolChoiceAuto.builder().build());
    assertThat(text(client.messages().create(asked.build()))).contains(found);
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void aStructuredAnswerIsRead() {
    var asked = question("Describe Bangkok.").outputConfig(CityFacts.class).build();
    CityFacts city =
        client.messages().create(asked).content().stream()
            .flatMap(block -> block.text().stream())
            .findFirst()
            .orElseThrow()
            .text();
    assertThat(city.name).isNotEmpty();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void theModelsComeInTheFormOfAnthropic() {
    assertThat(client.models().list().data()).extracting(ModelInfo::id).contains("sml/auto", MODEL);
    assertThat(client.models().retrieve(MODEL).displayName()).isEqualTo(MODEL);
    assertThatThrownBy(() -> client.models().retrieve("no-such"))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            missing ->
                assertThat(missing.body().toString())
                    .contains("not_found_error", "no-such", "request_id"));
  }

  @Test
  void tokensAreCountedAndAnUnknownModelIsNotFound() {
    var counted =
        MessageCountTokensParams.builder().model(MODEL).addUserMessage("Say \"hello\".").build();
    assertThat(client.messages().countTokens(counted).inputTokens()).isPositive();
    var unknown =
        MessageCreateParams.builder().model("no-such").maxTokens(9).addUserMessage("x").build();
    assertThatThrownBy(() -> client.messages().create(unknown))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("no-such");
    assertThat(calls()).isZero();
  }
}
