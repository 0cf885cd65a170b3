package sml.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No shipped provider is found a second time under another of its names. */
class ProviderAliasesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ProviderAliases aliases = new ProviderAliases();

  @Test
  void everyShippedProviderIsKnownByItsLabel() throws IOException {
    JsonNode rows = JSON.readTree(new File("src/main/resources/catalog/providers.json"));
    assertThat(rows.properties())
        .allSatisfy(
            row -> {
              String label = row.getValue().path("label").asText().replaceFirst(" \\(.*", "");
              String shown = row.getKey().equals("pollinations-key") ? "pollinations-key" : label;
              assertThat(aliases.identity(shown))
                  .as(shown)
                  .isEqualTo(aliases.identity(row.getKey()));
            });
  }

  /** The names that other gateways use. */
  @ParameterizedTest
  @CsvSource({
    "OpenCode Zen, opencode",
    "OVH AI Endpoints, ovh",
    "Agnes AI, agnes",
    "AINative Studio, ainative",
    "Aion Labs, aion",
    "aion-labs, aion",
    "NavyAI, navy",
    "NaraRouter, nara",
    "SEA-LION, sealion",
    "ai-singapore, sealion",
    "Baidu Qianfan, qianfan",
    "Volcengine Ark, volcengine",
    "iFlytek Spark, xfyun",
    "AI Horde, aihorde",
    "Vercel AI Gateway, vercel",
    "Zhipu / Z.ai, zai",
    "HuggingFace Router, huggingface",
    "Kilo Gateway, kilo",
    "NVIDIA NIM, nvidia",
    "GitHub Models, github",
    "Google AI Studio, google"
  })
  void aNameThatOthersUseIsThatOfItsRow(String name, String row) {
    assertThat(aliases.identity(name)).isEqualTo(row);
  }
}
