package sml.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

@ExtendWith(OutputCaptureExtension.class)
class UnusedProviderKeysTest {

  @Test
  void oneWarningNamesTheKeysAndSetupButNoValue(CapturedOutput output) {
    var environment =
        new MockEnvironment()
            .withProperty("GROQ_API_KEY", "gsk-secret")
            .withProperty("HF_TOKEN", "hf-secret")
            .withProperty("MISTRAL_API_KEY", " ");

    new UnusedProviderKeys(environment).warn();

    assertThat(output.getAll())
        .containsOnlyOnce("WARN")
        .contains("GROQ_API_KEY, HF_TOKEN", "Setup")
        .doesNotContain("secret", "MISTRAL");
  }

  @Test
  void anEnvironmentWithoutKeysIsNotMentioned(CapturedOutput output) {
    new UnusedProviderKeys(new MockEnvironment()).warn();

    assertThat(output.getAll()).doesNotContain("WARN");
  }
}
