package sml.gateway.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.catalog.RefusedFields;
import sml.gateway.catalog.models.SnapshotModelRegistry;
import sml.gateway.chat.ModelRef;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/** A field that the gateway adds and a provider refuses is taken back; one of a client is not. */
class AddedFieldsTest {
  private static final String OPTIONS = "stream_options";

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final StrictServer strict = new StrictServer();
  private final StrictServer tolerant = new StrictServer();

  private void register(String dialect) {
    gateway.register("strict", strict.port(), dialect, List.of("m", "n"));
    gateway.register("tolerant", tolerant.port(), "openai", List.of("m"));
  }

  @AfterEach
  void remove() {
    for (String name : List.of("strict", "tolerant")) {
      gateway.client().send("DELETE", "/api/provider-catalog/" + name, "");
    }
    strict.close();
    tolerant.close();
  }

  /** A stream whose client does not ask for usage. */
  private Heard streamed(String... models) {
    return gateway.ask(models).with("stream", "true").whole();
  }

  private JsonNode row(String name) {
    return gateway.client().get("/api/provider-catalog/" + name).json();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 {'error':{'message':'Unrecognized request argument supplied: stream_options'}}",
        "422 {'detail':[{'type':'extra_forbidden','loc':['body','stream_options'],"
            + "'msg':'Extra inputs are not permitted'}]}",
        "400 {'message':'stream_options is not supported'}",
        "400 {'error':{'message':'Bad value.','param':'stream_options.include_usage'}}",
        "400 {'error':{'message':'Validation failed','details':[{'field':'stream_options'}]}}",
        "400 {'errors':[{'message':'must NOT have additional properties',"
            + "'params':{'additionalProperty':'stream_options'}}]}",
        "500 {'error':{'message':'create() got an unexpected keyword argument "
            + "stream_options'}}",
      })
  void theSameModelIsAskedAgainWithoutItAndThatIsRemembered(String refusal) {
    strict.refuses(
        OPTIONS,
        Integer.parseInt(refusal.substring(0, 3)),
        refusal.substring(4).replace('\'', '"'));
    register("openai");
    Heard heard = streamed("strict/m");
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.text()).isEqualTo("ok");
    assertThat(strict.asked()).hasSize(2);
    assertThat(strict.asked().getFirst().has(OPTIONS)).isTrue();
    assertThat(strict.asked().getLast().has(OPTIONS)).isFalse();
    assertThat(streamed("strict/m").text()).isEqualTo("ok");
    assertThat(strict.asked()).hasSize(3);
    // another model of the same provider may take it
    strict.rule(request -> null);
    assertThat(streamed("strict/n").text()).isEqualTo("ok");
    assertThat(strict.asked().getLast().has(OPTIONS)).isTrue();
    assertThat(row("strict").at("/refused_fields/0/field").asText()).isEqualTo(OPTIONS);
    assertThat(row("tolerant").path("refused_fields")).isEmpty();
  }

  @Test
  void theTraceShowsBothTriesAndNoModelCoolsDown() {
    strict.refuses(OPTIONS, 400, "{\"message\":\"stream_options is not supported\"}");
    register("openai");
    Heard heard = streamed("strict/m");
    String trace =
        gateway.client().get("/v1/trace/" + heard.headers().get("x-smlgateway-request-id")).body();
    assertThat(trace).contains("asked again without `stream_options`").contains("answered");
    String circuits = gateway.client().get("/api/circuits").body();
    assertThat(circuits).doesNotContain("\"strict/m\",\"state\":\"open\"");
    assertThat(streamed("strict/m").text()).isEqualTo("ok");
  }

  @Test
  void whatWasLearnedIsReadAgainAfterARestartAndCanBeForgotten() {
    strict.refuses(OPTIONS, 400, "{\"message\":\"stream_options is not supported\"}");
    register("openai");
    streamed("strict/m");
    await()
        .untilAsserted(
            () -> {
              gateway.context().getBean(SnapshotModelRegistry.class).renew();
              assertThat(
                      gateway
                          .context()
                          .getBean(RefusedFields.class)
                          .of(new ModelRef("strict", "m")))
                  .containsExactly(OPTIONS);
            });
    String path = "/api/provider-catalog/strict/refused-fields";
    assertThat(gateway.client().send("DELETE", path + "/other", "").json().path("forgotten"))
        .isEmpty();
    assertThat(gateway.client().send("DELETE", path + "/" + OPTIONS, "").body()).contains(OPTIONS);
    assertThat(row("strict").path("refused_fields")).isEmpty();
    strict.forget();
    streamed("strict/m");
    assertThat(strict.asked()).hasSize(2);
  }

  @Test
  void aLimitThatTheDialectAddsIsTakenBackWholeAndStreamed() {
    strict.refuses("max_tokens", 400, "{\"message\":\"Unknown parameter: max_tokens\"}");
    register("typhoon");
    assertThat(gateway.ask("strict/m").whole().text()).isEqualTo("ok");
    assertThat(streamed("strict/m").text()).isEqualTo("ok");
    assertThat(strict.asked()).hasSize(3);
  }

  @Test
  void aFieldThatTheDialectRenamesIsSentByTheClientsName() {
    strict.refuses(
        "max_tokens",
        400,
        "{\"error\":{\"message\":\"Unsupported parameter: 'max_tokens' is not supported with this"
            + " model. Use 'max_completion_tokens' instead.\",\"param\":\"max_tokens\"}}");
    register("together");
    Heard heard = gateway.ask("strict/m").with("max_completion_tokens", "7").whole();
    assertThat(heard.text()).isEqualTo("ok");
    assertThat(strict.asked().getLast().path("max_completion_tokens").asInt()).isEqualTo(7);
  }

  @Test
  void severalFieldsAreTakenBackOneAfterAnother() {
    strict.rule(
        request ->
            request.has("max_tokens")
                ? new StrictServer.Refusal(400, "{\"message\":\"unknown field max_tokens\"}")
                : request.has(OPTIONS)
                    ? new StrictServer.Refusal(
                        400, "{\"message\":\"unknown field " + OPTIONS + "\"}")
                    : null);
    register("typhoon");
    assertThat(streamed("strict/m").text()).isEqualTo("ok");
    assertThat(strict.asked()).hasSize(3);
    assertThat(streamed("strict/m").text()).isEqualTo("ok");
    assertThat(strict.asked()).hasSize(4);
  }

  @Test
  void aRefusalThatTheFieldWasNotTheReasonForIsNotRemembered() {
    strict.rule(
        request ->
            new StrictServer.Refusal(
                400, "{\"error\":{\"message\":\"bad temperature\",\"input\":" + request + "}}"));
    register("openai");
    Heard heard = streamed("strict/m");
    assertThat(heard.status()).isEqualTo(400);
    assertThat(heard.body()).contains("bad temperature").doesNotContain("asked again");
    assertThat(row("strict").path("refused_fields")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "400 {'error':{'message':'Unrecognized request argument supplied: top_k'}}",
        "422 {'detail':[{'type':'extra_forbidden','loc':['body','top_k'],'msg':'Extra inputs are"
            + " not permitted'}]}",
        "400 {'error':{'message':'property `top_k` is unsupported'}}",
        "400 [{'error':{'message':'Unknown name top_k: Cannot find field.',"
            + "'status':'INVALID_ARGUMENT'}}]",
        "404 {'error':{'message':'No endpoints found that support top_k.','code':404}}",
      })
  void aFieldOfTheClientSendsAChainOnAndASingleModelSaysNo(String refusal) {
    int status = Integer.parseInt(refusal.substring(0, 3));
    strict.refuses("top_k", status, refusal.substring(4).replace('\'', '"'));
    register("openai");
    for (boolean stream : new boolean[] {false, true}) {
      strict.forget();
      Heard chained =
          gateway
              .ask("strict/m", "tolerant/m")
              .with("top_k", "5")
              .with("stream", String.valueOf(stream))
              .whole();
      assertThat(chained.status()).as(chained.body()).isEqualTo(200);
      assertThat(chained.text()).isEqualTo("ok");
      assertThat(strict.asked()).hasSize(1);
      Heard single =
          gateway.ask("strict/m").with("top_k", "5").with("stream", String.valueOf(stream)).whole();
      assertThat(single.status()).isEqualTo(status);
      assertThat(single.body()).contains("top_k");
      assertThat(strict.asked()).hasSize(2);
    }
    // no model cools down for it
    assertThat(gateway.ask("strict/m").whole().text()).isEqualTo("ok");
  }

  @Test
  void usageThatTheClientAskedForComesAllTheSameOnceTheFieldIsKnownToBeRefused() {
    strict.refuses(OPTIONS, 400, "{\"message\":\"stream_options is not supported\"}");
    register("openai");
    streamed("strict/m");
    strict.forget();
    Heard heard = gateway.ask("strict/m").streamed();
    assertThat(heard.text()).isEqualTo("ok");
    assertThat(strict.asked()).hasSize(1);
    assertThat(heard.done()).isTrue();
  }

  @Test
  void anUnknownIdInAChainIsSkippedUnlessNoneIsKnown() {
    register("openai");
    Heard heard = gateway.ask("unknown/x", "y", "tolerant/m").whole();
    assertThat(heard.text()).isEqualTo("ok");
    String trace =
        gateway.client().get("/v1/trace/" + heard.headers().get("x-smlgateway-request-id")).body();
    assertThat(trace).contains("skipped `unknown/x`").contains("skipped `y`");
    Heard none = gateway.ask("unknown/x", "y").whole();
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.body()).contains("unknown/x", "y", "model_not_found");
    assertThat(gateway.ask("unknown/x", "y").streamed().status()).isEqualTo(404);
    assertThat(gateway.ask("unknown/x").whole().status()).isEqualTo(404);
  }
}
