package sml.gateway.acceptance.sdks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.ToolChoice;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.simulation.speech.Content;
import sml.gateway.testkit.TestGateway;
import sml.gateway.testkit.provider.Behaviour;

/** LangChain4j with its OpenAI module. */
class LangChain4jTest {
  private static final Map<String, String> UNCACHED = Map.of("X-No-Cache", "1");
  private static final JsonObjectSchema CITY =
      JsonObjectSchema.builder().addStringProperty("city").required("city").build();

  @RegisterExtension final TestGateway gateway = new TestGateway();

  @BeforeEach
  void provide() {
    gateway.model(
        "sdk-langchain", "m", Behaviour.healthy().saying(new Content.Lifelike(true, true)));
  }

  private String url() {
    return "http://127.0.0.1:" + gateway.port() + "/v1";
  }

  private OpenAiChatModel model() {
    return OpenAiChatModel.builder()
        .baseUrl(url())
        .apiKey("unused")
        .modelName("sdk-langchain/m")
        .customHeaders(UNCACHED)
        .strictJsonSchema(true)
        .maxRetries(0)
        .build();
  }

  private int calls() {
    return gateway.simulated("sdk-langchain").count("m");
  }

  @Test
  void aChatIsAnswered() {
    assertThat(model().chat("Say \"สวัสดี\".")).isEqualTo("สวัสดี");
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aStreamAddsUpToTheAnswer() throws Exception {
    var streaming =
        OpenAiStreamingChatModel.builder()
            .baseUrl(url())
            .apiKey("unused")
            .modelName("sdk-langchain/m")
            .customHeaders(UNCACHED)
            .build();
    var pieces = new StringBuilder();
    var whole = new CompletableFuture<ChatResponse>();
    streaming.chat(
        "Say \"one two three\".",
        new StreamingChatResponseHandler() {
          @Override
          public void onPartialResponse(String piece) {
            pieces.append(piece);
          }

          @Override
          public void onCompleteResponse(ChatResponse response) {
            whole.complete(response);
          }

          @Override
          public void onError(Throwable error) {
            whole.completeExceptionally(error);
          }
        });
    ChatResponse answer = whole.get(60, TimeUnit.SECONDS);
    assertThat(answer.aiMessage().text()).isEqualTo("one two three").isEqualTo(pieces.toString());
    assertThat(answer.tokenUsage().outputTokenCount()).isPositive();
    assertThat(calls()).isEqualTo(1);
  }

  @Test
  void aToolIsCalledAndItsResultUnderstood() {
    var tool = ToolSpecification.builder().name("weather").parameters(CITY).build();
    List<ChatMessage> messages = new ArrayList<>();
    messages.add(UserMessage.from("How is the weather in Bangkok? Use the tool."));
    var asked =
        ChatRequest.builder()
            .messages(messages)
            .toolSpecifications(tool)
            .toolChoice(ToolChoice.REQUIRED)
            .build();
    AiMessage called = model().chat(asked).aiMessage();
    var call = called.toolExecutionRequests().getFirst();
    assertThat(call.name()).isEqualTo("weather");
    messages.add(called);
    messages.add(ToolExecutionResultMessage.from(call, "31 degrees"));
    var again = ChatRequest.builder().messages(messages).toolSpecifications(tool).build();
    assertThat(model().chat(again).aiMessage().text()).contains("31 degrees");
    assertThat(calls()).isEqualTo(2);
  }

  @Test
  void aStructuredAnswerKeepsToItsSchema() {
    var schema = JsonSchema.builder().name("place").rootElement(CITY).build();
    var format = ResponseFormat.builder().type(ResponseFormatType.JSON).jsonSchema(schema).build();
    var asked =
        ChatRequest.builder()
            .messages(UserMessage.from("Name a city."))
            .responseFormat(format)
            .build();
    assertThat(model().chat(asked).aiMessage().text()).startsWith("{\"city\":\"");
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
      var embeddings =
          OpenAiEmbeddingModel.builder()
              .baseUrl(url())
              .apiKey("unused")
              .modelName("sdk-vec/tiny-embed")
              .build();
      assertThat(embeddings.embed("a").content().vector()).containsExactly(1f, 0.5f, -0.25f);
      assertThat(upstream.asked()).hasSize(1);
    } finally {
      gateway.client().send("DELETE", "/api/provider-catalog/sdk-vec", "");
    }
  }
}
