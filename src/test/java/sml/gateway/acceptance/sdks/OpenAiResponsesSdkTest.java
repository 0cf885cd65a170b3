package sml.gateway.acceptance.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.EasyInputMessage;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputText;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ToolChoiceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.simulation.speech.Content;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** OpenAI's library for Java on Responses. */
class OpenAiResponsesSdkTest {
  private static final String MODEL = "sdk-responses/m";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private OpenAIClient client = OpenAIOkHttpClient.builder().apiKey("unused").build();

  @BeforeEach
  void connect() {
    gateway.model(
        "sdk-responses", "m", Behaviour.healthy().saying(new Content.Lifelike(true, true)));
    client = OpenAiSdkTest.connect(gateway.port());
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  private static String text(Response response) {
    return response.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .flatMap(content -> content.outputText().stream())
        .map(ResponseOutputText::text)
        .collect(Collectors.joining());
  }

  private int calls() {
    return gateway.simulated("sdk-responses").count("m");
  }

  @Test
  void aResponseIsAnswered() {
    var asked =
        ResponseCreateParams.builder()
            .model(MODEL)
            .instructions("Be brief.")
            .input("Say \"สวัสดี\".")
            .build();
    Response answer = client.responses().create(asked);
    assertThat(answer.status()).contains(ResponseStatus.COMPLETED);
    assertThat(text(answer)).isEqualTo("สวัสดี");
    assertThat(answer.usage().orElseThrow().inputTokens()).isPositive();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aStreamAddsUpToTheResponse() {
    var asked = ResponseCreateParams.builder().model(MODEL).input("Say \"one two three\".").build();
    var sum = ResponseAccumulator.create();
    var deltas = new StringBuilder();
    try (var events = client.responses().createStreaming(asked)) {
      events.stream()
          .map(sum::accumulate)
          .flatMap(event -> event.outputTextDelta().stream())
          .forEach(delta -> deltas.append(delta.delta()));
    }
    assertThat(deltas).hasToString("one two three");
    assertThat(text(sum.response())).isEqualTo("one two three");
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aToolIsCalledAndItsResultUnderstood() {
    List<ResponseInputItem> input = new ArrayList<>();
    input.add(
        ResponseInputItem.ofEasyInputMessage(
            EasyInputMessage.builder()
                .role(EasyInputMessage.Role.USER)
                .content("How is the weather in Bangkok? Use the tool.")
                .build()));
    var asked =
        ResponseCreateParams.builder()
            .model(MODEL)
            .addTool(WeatherLookup.class)
            .toolChoice(ToolChoiceOptions.REQUIRED)
            .inputOfResponse(input);
    ResponseFunctionToolCall call =
        client.responses().create(asked.build()).output().stream()
            .flatMap(item -> item.functionCall().stream())
            .findFirst()
            .orElseThrow();
    String found = call.arguments(WeatherLookup.class).result();
    input.add(ResponseInputItem.ofFunctionCall(call));
    input.add(
        ResponseInputItem.ofFunctionCallOutput(
            ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output(found)
                .build()));
    asked.inputOfResponse(input).toolChoice(ToolChoiceOptions.AUTO);
    assertThat(text(client.responses().create(asked.build()))).contains(found);
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void aStructuredAnswerIsRead() {
    var asked =
        ResponseCreateParams.builder()
            .model(MODEL)
            .input("Describe Bangkok.")
            .text(CityFacts.class)
            .build();
    CityFacts city =
        client.responses().create(asked).output().stream()
            .flatMap(item -> item.message().stream())
            .flatMap(message -> message.content().stream())
            .flatMap(content -> content.outputText().stream())
            .findFirst()
            .orElseThrow();
    assertThat(city.name).isNotEmpty();
    assertThat(calls()).isEqualTo(1);
  }
}
