package sml.gateway.catalog.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of each shipped provider, answered in the form it documents; the answers are ours. */
class ProviderListsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final File SEEDS = new File("src/main/resources/catalog/providers.json");
  private static final File LISTS = new File("src/test/resources/lists");

  private final ModelListReader list = new ModelListReader(JSON);
  private final KnownContextLengths contexts = new KnownContextLengths();

  static Stream<Arguments> seeds() throws IOException {
    return JSON.readTree(SEEDS).properties().stream()
        .map(seed -> Arguments.of(seed.getKey(), seed.getValue()));
  }

  static Stream<Arguments> listed() throws IOException {
    return seeds().filter(seed -> new File(LISTS, seed.get()[0] + ".json").exists());
  }

  private static FreeModels free(JsonNode seed) {
    return new FreeModels(
        seed.path("models_filter").asText().equals("free"),
        seed.path("free_models").valueStream().map(JsonNode::asText).toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("listed")
  void theListIsReadInItsOwnForm(String provider, JsonNode seed) throws IOException {
    JsonNode recorded = JSON.readTree(new File(LISTS, provider + ".json"));
    var models = list.read(recorded.path("answer"), free(seed));
    assertThat(models.stream().map(model -> describe(contexts.fill(provider, model))))
        .containsExactly(JSON.convertValue(recorded.path("expect"), String[].class));
  }

  private static String describe(ScannedModel model) {
    return "%s | %d | %s | %s | %s"
        .formatted(
            model.id(),
            model.contextLength(),
            word(model.tools().has()),
            word(model.vision().has()),
            model.chat() ? "chat" : "-");
  }

  private static String word(@Nullable Boolean flag) {
    return flag == null ? "?" : flag ? "yes" : "no";
  }

  @Test
  void everyShippedProviderHasAListOrNamesItsModels() throws IOException {
    assertThat(seeds())
        .allSatisfy(
            seed -> {
              var fields = (JsonNode) seed.get()[1];
              assertThat(fields.has("models_url") || !fields.path("models").isEmpty()).isTrue();
            });
  }
}
