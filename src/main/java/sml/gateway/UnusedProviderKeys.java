package sml.gateway;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Says once that provider keys in the environment are ignored and belong into Setup. */
@Component
final class UnusedProviderKeys {
  private static final Logger LOG = LoggerFactory.getLogger(UnusedProviderKeys.class);

  private static final List<String> NAMES =
      """
      OPENROUTER_API_KEY KILO_API_KEY GOOGLE_AI_API_KEY GEMINI_API_KEY GROQ_API_KEY
      CEREBRAS_API_KEY SAMBANOVA_API_KEY MISTRAL_API_KEY OLLAMA_API_KEY GITHUB_MODELS_TOKEN
      FIREWORKS_API_KEY COHERE_API_KEY CLOUDFLARE_API_TOKEN HF_TOKEN NVIDIA_API_KEY
      CHUTES_API_KEY LLM7_API_KEY SCALEWAY_API_KEY POLLINATIONS_API_KEY OLLAMA_CLOUD_API_KEY
      SILICONFLOW_API_KEY GLHF_API_KEY TOGETHER_API_KEY HYPERBOLIC_API_KEY ZAI_API_KEY
      DASHSCOPE_API_KEY REKA_API_KEY DEEPINFRA_API_KEY NOVITA_API_KEY MONSTERAPI_API_KEY
      FRIENDLI_API_KEY AI21_API_KEY
      """
          .lines()
          .flatMap(line -> List.of(line.split(" ")).stream())
          .toList();

  private final Environment environment;

  UnusedProviderKeys(Environment environment) {
    this.environment = environment;
  }

  @EventListener(ApplicationReadyEvent.class)
  void warn() {
    var found = found();
    if (!found.isEmpty()) {
      LOG.warn(
          "Ignored from the environment: {}. Enter provider keys in Setup (/setup); they are kept"
              + " encrypted in the database.",
          String.join(", ", found));
    }
  }

  /** Names of the provider keys that are set, never their values. */
  List<String> found() {
    return NAMES.stream()
        .filter(name -> StringUtils.hasText(environment.getProperty(name)))
        .toList();
  }
}
