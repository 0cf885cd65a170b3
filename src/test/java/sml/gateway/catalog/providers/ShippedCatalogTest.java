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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The providers as they are shipped: complete, and true on the day they were checked. */
class ShippedCatalogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode ROWS = read("src/main/resources/catalog/providers.json");
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
    read("src/main/resources/catalog/limits.json")
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
