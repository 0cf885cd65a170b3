package sml.gateway.catalog.providers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The providers as they are shipped: complete, and true on the day they were checked. */
class ShippedCatalogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode ROWS = read("src/main/resources/catalog/providers.json");
  private static final JsonNode LIMITS = read("src/main/resources/catalog/limits.json");
  private static final Set<String> FREE = Set.of("free", "keyless");

  /** The names that the first release had; people look for them. */
  private static final Set<String> FIRST =
      Set.of(
          "openrouter",
          "kilo",
          "google",
          "groq",
          "cerebras",
          "sambanova",
          "mistral",
          "ollama",
          "github",
          "fireworks",
          "cohere",
          "cloudflare",
          "huggingface",
          "nvidia",
          "chutes",
          "llm7",
          "scaleway",
          "pollinations",
          "ollamacloud",
          "siliconflow",
          "glhf",
          "together",
          "hyperbolic",
          "zai",
          "dashscope",
          "reka",
          "deepinfra",
          "novita",
          "monsterapi",
          "friendli",
          "ai21");

  /** Models that were switched off or are no longer free. */
  private static final Set<String> GONE =
      Set.of(
          "llama-3.3-70b-versatile",
          "llama-3.1-8b-instant",
          "glm-4-flash",
          "glm-4-plus",
          "glm-4-air",
          "glm-4-long",
          "glm-4.5",
          "glm-4.5-flash",
          "minimaxai/minimax-m2.7",
          "deepseek-ai/deepseek-v4-pro",
          "deepseek-ai/deepseek-v4-flash",
          "mistralai/mistral-medium-3.5-128b",
          "meta/llama-3.3-70b-instruct",
          "qwen/qwen3-next-80b-a3b-instruct",
          "@cf/meta/llama-3.1-70b-instruct",
          "gemini-2.0-flash",
          "gemini-2.0-flash-lite",
          "@cf/moonshotai/kimi-k2.6",
          "@cf/moonshotai/kimi-k2.7-code");

  private static JsonNode read(String file) {
    try {
      return JSON.readTree(new File(file));
    } catch (IOException unreadable) {
      throw new AssertionError(file, unreadable);
    }
  }

  static Stream<Map.Entry<String, JsonNode>> rows() {
    return ROWS.properties().stream();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void everyRowIsCompleteForItsAccess(Map.Entry<String, JsonNode> entry) {
    String name = entry.getKey();
    ProviderSpec spec =
        new ProviderSpecReader(JSON).fresh(name, entry.getValue().<ObjectNode>deepCopy());
    assertThat(spec.access()).isEqualTo(entry.getValue().path("access").asText());
    assertThat(spec.accessFacts().checked()).matches("2026-\\d\\d-\\d\\d");
    assertThat(spec.accessFacts().reason()).isNotBlank();
    assertThat(spec.homepage()).startsWith("https://");
    assertThat(spec.baseUrl()).matches("https://.+|\\$\\{OLLAMA_BASE_URL}.+");
    assertThat(spec.modelsUrl() != null || !spec.models().isEmpty()).isTrue();
    assertThat(spec.needsNoKey()).isEqualTo(spec.access().equals("keyless"));
    assertThat(spec.envVar()).isNotBlank();
    if (Set.of("credit", "paid").contains(spec.access())) {
      assertThat(spec.billing() + spec.notes() + spec.accessFacts().reason()).isNotBlank();
    }
  }

  @Test
  void noRowNamesAModelThatIsGone() {
    List<String> named = new ArrayList<>();
    for (JsonNode row : ROWS) {
      row.path("models")
          .forEach(
              model -> named.add(model.isTextual() ? model.asText() : model.path("id").asText()));
      row.path("free_models").forEach(model -> named.add(model.asText()));
    }
    assertThat(named).doesNotContainAnyElementsOf(GONE);
  }

  /** What is known of quotas beforehand: of the account, or of models whose id contains a text. */
  @ParameterizedTest
  @CsvSource({
    "openrouter, , RPM, 20",
    "openrouter, , RPD, 50",
    "kilo, , RPH, 200",
    "google, gemma, RPM, 30",
    "google, gemma, RPD, 14400",
    "google, flash-lite, RPM, 15",
    "google, flash-lite, RPD, 500",
    "google, flash, RPM, 5",
    "google, flash, RPD, 20",
    "groq, gpt-oss, RPD, 1000",
    "groq, gpt-oss, TPD, 200000",
    "groq, compound, RPD, 250",
    "mistral, , RPM, 2",
    "mistral, , TPM, 500000",
    "cohere, , RPM, 20",
    "cohere, , REQUESTS_PER_MONTH, 1000",
    "nvidia, , RPM, 40",
    "llm7, , RPM, 10",
    "llm7, , RPH, 60",
    "llm7, , TPD, 500000",
    "zai, glm-4.7-flash, TPD, 1000000",
    "opencode, , RPM, 20",
    "opencode, , RPD, 200",
    "ovh, , RPM, 2",
    "routeway, , RPM, 5",
    "routeway, , RPD, 200",
    "ainative, , TOKENS_PER_MONTH, 10000000",
    "aion, , RPM, 15",
    "aion, , TPD, 20000",
    "navy, , RPM, 20",
    "navy, , TPD, 150000",
    "sealion, , RPM, 10",
    "modelscope, , RPD, 2000",
    "volcengine, , TPD, 2000000",
    "anyapi, , TPD, 100000",
    "agnes, , concurrent, 30",
    "ollamacloud, , concurrent, 1",
  })
  void aQuotaThatIsKnownIsAHint(String row, @Nullable String models, String quota, long limit) {
    JsonNode hint = LIMITS.path(row);
    JsonNode numbers =
        models != null
            ? hint.path("models").path(models)
            : quota.equals("concurrent") ? hint : hint.path("limits");
    assertThat(numbers.path(quota).asLong()).isEqualTo(limit);
  }

  @ParameterizedTest
  @ValueSource(strings = {"glhf", "friendli"})
  void whereNothingWasFoundTheReasonSaysSo(String row) {
    assertThat(ROWS.path(row).at("/access_facts/reason").asText()).startsWith("Unknown: ");
    assertThat(ROWS.path(row).path("access").asText()).isEqualTo("credit");
  }

  @Test
  void everyNameOfTheFirstReleaseIsThere() {
    assertThat(rows().map(Map.Entry::getKey)).containsAll(FIRST);
  }

  @Test
  void atLeastThirtyOneAreFreeAndTwelveOfThemAreNew() {
    List<String> free =
        rows()
            .filter(row -> FREE.contains(row.getValue().path("access").asText()))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(free).hasSizeGreaterThanOrEqualTo(31);
    assertThat(free.stream().filter(name -> !FIRST.contains(name)))
        .hasSizeGreaterThanOrEqualTo(12)
        .contains("sealion", "ovh", "opencode", "modelscope");
  }

  @Test
  void whatEndedIsNotCalledFree() {
    assertThat(ROWS.at("/github/access").asText()).isEqualTo("retired");
    assertThat(ROWS.at("/github/access_facts/since").asText()).isEqualTo("2026-07-30");
    assertThat(ROWS.at("/cerebras/access").asText()).isEqualTo("credit");
    assertThat(ROWS.at("/cerebras/access_facts/card").asBoolean()).isTrue();
    for (String paid : List.of("sambanova", "chutes", "together", "deepinfra")) {
      assertThat(ROWS.path(paid).path("access").asText()).as(paid).isEqualTo("paid");
    }
    for (String keyless : List.of("kilo", "llm7", "pollinations", "ovh", "aihorde", "ollama")) {
      assertThat(ROWS.path(keyless).path("access").asText()).as(keyless).isEqualTo("keyless");
    }
  }

  @Test
  void limitsAndOwnersAreOfProvidersThatAreThere() {
    Set<String> others = Set.of("typhoon");
    LIMITS
        .fieldNames()
        .forEachRemaining(
            name -> assertThat(ROWS.has(name) || others.contains(name)).as(name).isTrue());
    for (JsonNode row : ROWS) {
      if (row.hasNonNull("quota_owner")) {
        assertThat(ROWS.has(row.path("quota_owner").asText())).isTrue();
      }
    }
  }
}
