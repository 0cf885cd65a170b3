package sml.gateway.catalog.models;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import sml.gateway.catalog.Model;

class ModelNameHintsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "whisper-large-v3",
        "distil-whisper",
        "text-embedding-3-small",
        "nomic-embed-text",
        "sim-embed",
        "nv-embedqa-e5",
        "meta-llama/llama-guard-4-12b",
        "llama-prompt-guard-2",
        "gpt-oss-safeguard-20b",
        "playai-tts",
        "canopylabs/orpheus-v1",
        "allam-2-7b",
        "rerank-v3.5",
        "mistral-ocr-latest",
        "mistral-moderation-latest",
        "gpt-4o-audio-preview",
        "flux.1-schnell",
        "sdxl-turbo",
        "dall-e-3",
        "stable-diffusion-xl",
        "BAAI/bge-m3",
        "shieldgemma-9b",
        "lyria-002"
      })
  void theseDoNotChat(String id) {
    assertThat(new ModelNameHints(id).kind()).isNotEqualTo(Model.Kind.CHAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sim-chat",
        "sim-json",
        "sim-err-gemini",
        "sim-strict-groq",
        "sim-reasoning",
        "sim-think",
        "sim-emptyevents",
        "sim-limited",
        "sim-filter",
        "llama-3.3-70b",
        "gemma-3-27b-it",
        "conflux-7b",
        "guardian-free-chat",
        "clipper",
        "gpt-oss-120b",
        "voxtral-mini",
        "starcoder2",
        "deepseek-r1",
        "claude-sonnet",
        "typhoon-v2.5-30b-a3b-instruct"
      })
  void theseChat(String id) {
    assertThat(new ModelNameHints(id).kind()).isEqualTo(Model.Kind.CHAT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"qwen2.5-vl-72b", "llava-13b", "llama-3.2-11b-vision", "gemini-2.0", "gemma3:4b"})
  void theseSee(String id) {
    assertThat(new ModelNameHints(id).vision()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"devlin-7b", "qwen2.5-7b", "llama-3.3-70b", "sim-chat"})
  void ofTheseItIsUnknownWhetherTheySee(String id) {
    assertThat(new ModelNameHints(id).vision()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Qwen/QwQ-32B", "deepseek-r1-distill-llama", "o3-mini", "magistral-small"})
  void theseReason(String id) {
    assertThat(new ModelNameHints(id).reasoning()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"typhoon-v2.5-30b", "scb10x/typhoon2", "sim-thai", "sea-lion-v3"})
  void theseSpeakThai(String id) {
    assertThat(new ModelNameHints(id).thai()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "nv-rerankqa-mistral-4b, RERANK",
    "BAAI/bge-reranker-v2-m3, RERANK",
    "BAAI/bge-m3, EMBEDDING",
    "text-embedding-3-small, EMBEDDING",
    "gemini-embedding-001, EMBEDDING",
    "whisper-large-v3-turbo, TRANSCRIPTION",
    "gpt-4o-transcribe, TRANSCRIPTION",
    "playai-tts, SPEECH",
    "canopylabs/orpheus-v1-english, SPEECH",
    "black-forest-labs/flux.1-schnell, IMAGE",
    "gemini-2.5-flash-image, IMAGE",
    "meta-llama/llama-guard-4-12b, MODERATION",
    "mistral-moderation-latest, MODERATION",
    "omni-moderation-latest, MODERATION",
    "mistral-ocr-latest, OTHER",
    "gpt-oss-120b, CHAT"
  })
  void aNameSaysWhatTheModelIsFor(String id, Model.Kind kind) {
    assertThat(new ModelNameHints(id).kind()).isEqualTo(kind);
  }
}
