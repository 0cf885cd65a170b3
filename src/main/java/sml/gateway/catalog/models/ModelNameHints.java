package sml.gateway.catalog.models;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import sml.gateway.catalog.Model;

/**
 * Skills that a model's name states, used where its metadata says nothing. A name can only confirm
 * a skill: a missing word does not mean a missing skill.
 */
final class ModelNameHints {
  /**
   * Words of what does not chat; a star at the end stands for any ending. The first kind that fits
   * counts.
   */
  private static final Map<Model.Kind, Pattern> KINDS = kinds();

  private static final Pattern VISION =
      words(
          "vision",
          "llava*",
          "gemini",
          "gemma3",
          "gemma4",
          "gemma-3",
          "gemma-4",
          "pixtral",
          "gpt-4o*",
          "gpt-4-turbo",
          "gpt-4.1*",
          "gpt-5*",
          "claude",
          "vl",
          "qwenvl",
          "internvl*",
          "minicpm-v",
          "cogvlm*",
          "llama-4",
          "llama4",
          "molmo*",
          "moondream*",
          "bakllava");
  private static final Pattern TOOLS =
      words(
          "gemini",
          "gpt-4*",
          "gpt-5*",
          "gpt-3.5*",
          "gpt-oss*",
          "claude",
          "mistral-large*",
          "mistral-medium*",
          "mistral-small*",
          "mixtral",
          "command-r*",
          "command-a*",
          "qwen*",
          "llama-3*",
          "llama3*",
          "llama-4*",
          "llama4*",
          "deepseek",
          "hermes",
          "firefunction",
          "gorilla",
          "nexusraven",
          "functionary",
          "gemma*",
          "kimi",
          "glm*",
          "typhoon2*",
          "typhoon-v2*");
  private static final Pattern REASONING =
      words(
          "deepseek-r1*",
          "o1",
          "o3",
          "o4",
          "qwq*",
          "reasoning",
          "reasoner",
          "think*",
          "magistral*",
          "r1",
          "r1-distill*",
          "gpt-oss*");
  private static final Pattern JSON =
      words(
          "gpt-4*",
          "gpt-5*",
          "gpt-3.5*",
          "gemini",
          "claude",
          "mistral-large*",
          "mistral-medium*",
          "mistral-small*",
          "qwen*",
          "llama-3*",
          "llama3*",
          "llama-4*",
          "llama4*",
          "deepseek",
          "gemma*",
          "command-r*",
          "command-a*");
  private static final Pattern THAI =
      words(
          "thai*",
          "typhoon*",
          "openthaigpt*",
          "sea-lion*",
          "sealion*",
          "sailor*",
          "seallm*",
          "wangchan*",
          "pathumma*");

  private final String name;

  ModelNameHints(String id) {
    this.name = id.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What the name says the model is for: chat, where it says nothing else. */
  Model.Kind kind() {
    return KINDS.entrySet().stream()
        .filter(words -> words.getValue().matcher(name).find())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Model.Kind.CHAT);
  }

  boolean vision() {
    return VISION.matcher(name).find();
  }

  boolean tools() {
    return TOOLS.matcher(name).find();
  }

  boolean reasoning() {
    return REASONING.matcher(name).find();
  }

  boolean json() {
    return JSON.matcher(name).find();
  }

  boolean thai() {
    return THAI.matcher(name).find();
  }

  private static Map<Model.Kind, Pattern> kinds() {
    Map<Model.Kind, Pattern> kinds = new LinkedHashMap<>();
    kinds.put(Model.Kind.RERANK, words("rerank*"));
    kinds.put(
        Model.Kind.MODERATION,
        words(
            "guard", "guardrail*", "llamaguard*", "shield*", "safeguard", "safety", "moderation*"));
    kinds.put(Model.Kind.EMBEDDING, words("embed*", "e5", "bge", "gte", "clip", "minilm*"));
    kinds.put(
        Model.Kind.TRANSCRIPTION,
        words("whisper", "transcri*", "stt", "asr", "parakeet", "canary"));
    kinds.put(Model.Kind.SPEECH, words("tts", "speech*", "orpheus", "playai"));
    kinds.put(
        Model.Kind.IMAGE,
        words("image", "imagen", "image-gen", "sdxl", "flux", "dall", "stable-diffusion"));
    kinds.put(Model.Kind.OTHER, words("audio", "ocr", "lyria", "veo", "reward", "allam"));
    return kinds;
  }

  private static Pattern words(String... words) {
    List<String> parts =
        List.of(words).stream()
            .map(
                word ->
                    word.endsWith("*")
                        ? Pattern.quote(word.substring(0, word.length() - 1))
                        : Pattern.quote(word) + "(?![a-z0-9])")
            .toList();
    return Pattern.compile("(?<![a-z0-9])(?:" + String.join("|", parts) + ")");
  }
}
