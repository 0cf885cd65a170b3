package sml.gateway.catalog.models;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sml.gateway.catalog.Model;

/** The family table against what is documented of the models of late 2026. */
class ModelFamiliesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EXPECTED = Path.of("src/test/resources/families/expected.txt");
  private static final double ENOUGH = 0.95;

  private final ModelListReader list = new ModelListReader(JSON);
  private final KnownContextLengths contexts = new KnownContextLengths();

  private ScannedModel model(String provider, String id) {
    ScannedModel bare = list.read(List.of(JSON.getNodeFactory().textNode(id))).getFirst();
    return contexts.fill(provider, bare);
  }

  /** What of a row does not hold, empty when it does. */
  private String gap(String[] row) {
    ScannedModel model = model(row[0], row[1]);
    int documented = Integer.parseInt(row[2]);
    String tier = documented >= 128_000 ? "large" : documented >= 32_000 ? "medium" : "small";
    List<String> gaps = new ArrayList<>();
    if (Math.abs(model.contextLength() - documented) > documented / 10) {
      gaps.add("context " + model.contextLength() + " for " + documented);
    }
    if (!model.tier().equals(tier)) {
      gaps.add("tier " + model.tier() + " for " + tier);
    }
    if (differs(row[3], model.tools().has())) {
      gaps.add("tools " + model.tools().has());
    }
    if (differs(row[4], model.vision().has())) {
      gaps.add("vision " + model.vision().has());
    }
    return gaps.isEmpty() ? "" : row[0] + "/" + row[1] + ": " + gaps;
  }

  private static boolean differs(String expected, @Nullable Boolean has) {
    return !expected.equals("?") && expected.equals("y") != Boolean.TRUE.equals(has);
  }

  @Test
  void theTableKnowsNearlyAllModelsThatAreFreeSomewhere() throws IOException {
    List<String[]> rows =
        Files.readAllLines(EXPECTED).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split("\\|"))
            .toList();
    List<String> gaps = rows.stream().map(this::gap).filter(gap -> !gap.isEmpty()).toList();
    assertThat(rows).hasSizeGreaterThan(200);
    assertThat(1 - (double) gaps.size() / rows.size())
        .as("the gaps of the table: %s", String.join("\n", gaps))
        .isGreaterThanOrEqualTo(ENOUGH);
  }

  @ParameterizedTest
  @CsvSource({
    "typhoon-v2.1-12b-instruct, 0.9",
    "aisingapore/Gemma-SEA-LION-v4-27B-IT, 0.85",
    "gemini-3.5-flash, 0.9",
    "google/gemma-4-31b-it:free, 0.75",
    "openai/gpt-oss-120b, 0.75",
    "Qwen/Qwen3.5-35B-A3B, 0.75",
    "meta-llama/llama-4-scout-17b-16e-instruct, 0.7",
    "deepseek-ai/DeepSeek-V4-Flash, 0.7",
    "moonshotai/kimi-k2.6, 0.65",
    "zai-org/GLM-5.2, 0.65",
    "acme-9b, 0.4"
  })
  void aFamilyLetsExpectHowWellItsModelsWriteThai(String id, double share) {
    assertThat(ModelFamilies.of(id).thai()).isEqualTo(share);
  }

  @Test
  void aListSaysMoreThanTheFamily() throws IOException {
    String item = "[{\"id\":\"gpt-oss-20b\",\"context_length\":8000,\"supports_tools\":false}]";
    ScannedModel model =
        contexts.fill("any", list.read(JSON.readTree(item), FreeModels.ALL).getFirst());
    assertThat(model.contextLength()).isEqualTo(8000);
    assertThat(model.tools().has()).isFalse();
    assertThat(model.reasoning()).isTrue();
  }

  @Test
  void compoundSystemsChat() {
    assertThat(model("groq", "groq/compound").kind()).isEqualTo(Model.Kind.CHAT);
  }
}
