package sml.gateway.acceptance.contract;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import sml.gateway.acceptance.contract.ContractTable.Endpoint;
import sml.gateway.acceptance.contract.ContractTable.Row;
import sml.gateway.acceptance.inference.PlainUpstream;
import sml.gateway.acceptance.inference.PlainUpstream.Asked;
import sml.gateway.acceptance.inference.PlainUpstream.Said;
import sml.gateway.testkit.Conversation;
import sml.gateway.testkit.Heard;
import sml.gateway.testkit.TestGateway;

/**
 * Every endpoint of the contract as a client finds it: what it answers, what it says of a bad or
 * unknown request, of a method it does not have, of a body that is too large, and while no provider
 * answers.
 */
class ContractTest {
  private static final String CHAT = "\"messages\":[{\"role\":\"user\",\"content\":\"Say it.\"}]";
  private static final List<String> METHODS = List.of("PATCH", "PUT", "DELETE", "POST", "GET");
  private static final long TOO_LARGE = 65L << 20;
  private static final List<String> MODELS =
      List.of(
          "one",
          "tiny-embed",
          "orpheus-tts",
          "whisper-large-v3",
          "sdxl",
          "mistral-moderation-latest");
  private static final ObjectMapper JSON = new ObjectMapper();

  @RegisterExtension final TestGateway gateway = new TestGateway();

  private final PlainUpstream up = new PlainUpstream(ContractTest::answer);
  private final PlainUpstream down = new PlainUpstream(asked -> Said.refusal(500, "it burns"));
  private String trace = "";

  @BeforeEach
  void prepare() {
    gateway.register("con", up.port(), "openai", MODELS);
    gateway.register("con-down", down.port(), "openai", MODELS);
    savePrompt("con-saved");
    Heard answered = gateway.ask("con/one").whole();
    assertThat(answered.status()).as(answered.body()).isEqualTo(200);
    trace = Objects.requireNonNull(answered.headers().get("x-smlgateway-request-id"));
  }

  @AfterEach
  void remove() {
    for (String provider : List.of("con", "con-down", "con-put", "con-old")) {
      send("DELETE", "/api/provider-catalog/" + provider, "");
    }
    for (String prompt : List.of("con-saved", "con-old", "con-new")) {
      send("DELETE", "/v1/prompts/" + prompt, "");
    }
    up.close();
    down.close();
  }

  private static Said answer(Asked asked) {
    return switch (asked.path()) {
      case "/v1/models" -> Said.json("{\"data\":[{\"id\":\"one\"}]}");
      case "/v1/chat/completions" ->
          Said.json(
              "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                  + "\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"role\":"
                  + "\"assistant\",\"content\":\"{\\\"a\\\":1}\"}}],\"usage\":{\"prompt_tokens\":1,"
                  + "\"completion_tokens\":1,\"total_tokens\":2}}");
      case "/v1/embeddings" ->
          Said.json(
              "{\"object\":\"list\",\"model\":\"m\",\"data\":[{\"object\":\"embedding\","
                  + "\"index\":0,\"embedding\":[0.5]}],\"usage\":{\"prompt_tokens\":1,"
                  + "\"total_tokens\":1}}");
      case "/v1/audio/speech" -> new Said(200, "audio/mpeg", "sound");
      case "/v1/audio/transcriptions", "/v1/audio/translations" ->
          Said.json("{\"text\":\"heard\"}");
      case "/v1/images/generations" -> Said.json("{\"created\":1,\"data\":[{\"url\":\"u\"}]}");
      case "/v1/moderations" -> Said.json("{\"id\":\"m\",\"results\":[{\"flagged\":false}]}");
      default -> Said.refusal(404, "no such path");
    };
  }

  @Test
  void everyEndpointHasARowForEachCase() {
    List<Row> rows = ContractTable.rows();
    assertThat(ContractTable.index()).doesNotHaveDuplicates().hasSizeGreaterThan(50);
    for (Endpoint endpoint : ContractTable.index()) {
      assertThat(rows)
          .filteredOn(row -> row.endpoint().equals(endpoint))
          .extracting(Row::name)
          .as("%s", endpoint)
          .containsExactlyInAnyOrderElementsOf(ContractTable.CASES);
    }
    assertThat(rows).extracting(Row::endpoint).isSubsetOf(ContractTable.index());
    assertThat(rows)
        .filteredOn(row -> !row.applies())
        .allSatisfy(row -> assertThat(row.expected()).as("%s", row).isNotBlank());
  }

  @TestFactory
  Stream<DynamicTest> whatIsAnswered() {
    return ContractTable.rows().stream()
        .filter(Row::applies)
        .map(row -> DynamicTest.dynamicTest(row.toString(), () -> check(row)));
  }

  @TestFactory
  Stream<DynamicTest> aMethodThatAnEndpointDoesNotHave() {
    return ContractTable.index().stream()
        .filter(endpoint -> !endpoint.path().startsWith("/v1/responses/"))
        .map(
            endpoint ->
                DynamicTest.dynamicTest(
                    endpoint.toString(), () -> checkWrongMethod(endpoint.path())));
  }

  private void checkWrongMethod(String path) {
    Set<String> own = methodsOf(path);
    String wrong = METHODS.stream().filter(one -> !own.contains(one)).findFirst().orElseThrow();
    Heard heard = send(wrong, concrete(path), "");
    assertThat(heard.status()).as(heard.body()).isEqualTo(405);
    assertThat(heard.headers().get("allow")).contains(own);
    checkError(path, heard);
  }

  private static Set<String> methodsOf(String path) {
    Set<String> known =
        ContractTable.index().stream()
            .filter(endpoint -> endpoint.path().equals(path))
            .map(Endpoint::method)
            .collect(toSet());
    // switches of several providers, which the contract does not list
    return path.equals("/api/setup") ? Set.of("GET", "POST", "PATCH") : known;
  }

  @TestFactory
  Stream<DynamicTest> aBodyThatIsTooLarge() {
    return ContractTable.index().stream()
        .map(
            endpoint ->
                DynamicTest.dynamicTest(
                    endpoint.toString(),
                    () -> {
                      Heard heard = announce(endpoint.method(), concrete(endpoint.path()));
                      assertThat(heard.status()).as(heard.body()).isEqualTo(413);
                      checkError(endpoint.path(), heard);
                    }));
  }

  private void check(Row row) {
    Heard heard = ask(row);
    assertThat(heard.status()).as(heard.body()).isEqualTo(row.status());
    if (row.status() < 400) {
      checkAnswer(row, heard);
      return;
    }
    JsonNode error = checkError(row.path(), heard);
    if (row.status() >= 500) {
      assertThat(heard.headers()).containsEntry("x-should-retry", "false");
    }
    if (!row.expected().isEmpty()) {
      assertThat(error.path("param").asText()).as(heard.body()).isEqualTo(row.expected());
    }
  }

  private static void checkAnswer(Row row, Heard heard) {
    checkIds(heard);
    if (row.expected().startsWith("/")) {
      assertThat(heard.headers().get("content-type")).startsWith("application/json");
      assertThat(tree(heard).at(row.expected()).isMissingNode()).as(heard.body()).isFalse();
    } else {
      assertThat(heard.body()).startsWith(row.expected());
    }
  }

  /** An error in the shape of its protocol, and the ids by which it is found again. */
  private static JsonNode checkError(String path, Heard heard) {
    checkIds(heard);
    assertThat(heard.headers().get("content-type")).startsWith("application/json");
    JsonNode whole = tree(heard);
    JsonNode error = whole.path("error");
    assertThat(error.path("message").asText()).as(heard.body()).isNotBlank();
    assertThat(error.path("type").asText()).as(heard.body()).isNotBlank();
    if (path.startsWith("/v1/messages")) {
      assertThat(whole.path("type").asText()).as(heard.body()).isEqualTo("error");
      assertThat(error.has("param")).as(heard.body()).isFalse();
      assertThat(whole.path("request_id").asText()).isEqualTo(heard.headers().get("request-id"));
    } else {
      assertThat(error.has("param") && error.has("code")).as(heard.body()).isTrue();
    }
    return error;
  }

  private static void checkIds(Heard heard) {
    assertThat(heard.headers()).containsKeys("x-request-id", "x-smlgateway-request-id");
    assertThat(heard.headers().get("x-request-id"))
        .isEqualTo(heard.headers().get("x-smlgateway-request-id"));
  }

  private static JsonNode tree(Heard heard) {
    try {
      return JSON.readTree(heard.body());
    } catch (IOException notJson) {
      throw new UncheckedIOException(heard.body(), notJson);
    }
  }

  /** What a row may remove is there again for the next one. */
  private void restore() {
    savePrompt("con-old");
    gateway.register("con-old", down.port(), "openai", List.of());
  }

  private void savePrompt(String name) {
    Heard saved =
        send("POST", "/v1/prompts", "{\"name\":\"%s\",\"content\":\"x\"}".formatted(name));
    assertThat(saved.status()).as(saved.body()).isEqualTo(201);
  }

  private Heard ask(Row row) {
    String method = row.endpoint().method();
    if (method.equals("DELETE")) {
      restore();
    }
    if (row.request().startsWith("form ")) {
      return form(row.path(), row.request().substring("form ".length()));
    }
    String path = row.path().replace("{trace}", trace);
    return send(method, path, row.body().replace("{chat}", CHAT).replace("{trace}", trace));
  }

  private Heard form(String path, String model) {
    String body =
        "--xx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.mp3\"\r\n\r\nsound\r\n"
            + "--xx\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n"
            + model
            + "\r\n--xx--\r\n";
    Map<String, String> type = Map.of("content-type", "multipart/form-data; boundary=xx");
    try (Conversation open = gateway.client().open("POST", path, body, type)) {
      return open.rest();
    }
  }

  /** Only the head of a request whose body would be too large. */
  private Heard announce(String method, String path) {
    try (Conversation open = gateway.client().announce(method, path, TOO_LARGE)) {
      return open.rest();
    }
  }

  private Heard send(String method, String path, String body) {
    return gateway.client().send(method, path, body);
  }

  private static String concrete(String path) {
    return path.replaceAll("\\{\\w+}", "con-none");
  }
}
