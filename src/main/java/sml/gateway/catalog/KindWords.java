package sml.gateway.catalog;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sml.gateway.catalog.Model.Kind;

/** Parts of ids that say what a model that does not chat is for; the first that fits counts. */
final class KindWords {
  private static final Map<Kind, List<String>> WORDS = words();

  private KindWords() {}

  static Kind of(String id) {
    String name = id.toLowerCase(Locale.ROOT);
    return WORDS.entrySet().stream()
        .filter(kind -> kind.getValue().stream().anyMatch(name::contains))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse(Kind.OTHER);
  }

  private static Map<Kind, List<String>> words() {
    Map<Kind, List<String>> words = new LinkedHashMap<>();
    words.put(Kind.RERANK, List.of("rerank"));
    words.put(Kind.MODERATION, List.of("guard", "shield", "safety", "moderation"));
    words.put(Kind.EMBEDDING, List.of("embed", "e5-", "bge", "gte-", "minilm"));
    words.put(Kind.TRANSCRIPTION, List.of("whisper", "transcri", "stt", "asr", "parakeet"));
    words.put(Kind.SPEECH, List.of("tts", "speech", "orpheus", "playai"));
    words.put(Kind.IMAGE, List.of("image", "sdxl", "flux", "dall-e", "stable-diffusion"));
    return words;
  }
}
