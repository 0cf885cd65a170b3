package sml.gateway.catalog;

import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;

/**
 * A model a provider lists, with what its metadata or name says.
 *
 * @param contextLength tokens, 0 while unknown
 * @param maxOutputTokens tokens, 0 while unknown
 * @param tools it can call tools; null while unknown
 * @param vision it can see images; null while unknown
 * @param json it can be made to answer in JSON; null while unknown
 * @param reasoning it thinks before it answers
 * @param thai its name says that it was made for Thai; false does not mean that it cannot write
 *     Thai
 * @param thaiPrior the share of good answers in Thai that its family lets expect, 0 to 1; exams
 *     replace it
 * @param kind what it is for
 * @param tier {@code large} from 128,000 tokens of context, {@code medium} from 32,000, else {@code
 *     small}
 */
public record Model(
    ModelRef ref,
    String name,
    int contextLength,
    int maxOutputTokens,
    @Nullable Boolean tools,
    @Nullable Boolean vision,
    @Nullable Boolean json,
    boolean reasoning,
    boolean thai,
    double thaiPrior,
    Kind kind,
    String tier,
    Instant firstSeen) {

  private static final double WRITES_THAI = 0.7;

  /** True when its name or its family lets expect that it writes Thai well. */
  public boolean likelyWritesThai() {
    return thai || thaiPrior >= WRITES_THAI;
  }

  /** Whether an id fits a pattern, in which a star stands for any text; capitals do not count. */
  public static boolean fits(String pattern, String id) {
    String text = id.toLowerCase(Locale.ROOT);
    // the parts are found in their order: no backtracking is needed
    String[] parts = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
    if (parts.length == 1) {
      return text.equals(parts[0]);
    }
    String last = parts[parts.length - 1];
    if (!text.startsWith(parts[0]) || !text.endsWith(last)) {
      return false;
    }
    int at = parts[0].length();
    for (int part = 1; part < parts.length - 1; part++) {
      int found = text.indexOf(parts[part], at);
      if (found < 0) {
        return false;
      }
      at = found + parts[part].length();
    }
    return at <= text.length() - last.length();
  }

  /** True when it answers chat requests. */
  public boolean chat() {
    return kind == Kind.CHAT;
  }

  /** What a model is for: the endpoints that may ask it. */
  public enum Kind {
    CHAT,
    EMBEDDING,
    RERANK,
    /** Text into speech. */
    SPEECH,
    /** Speech into text. */
    TRANSCRIPTION,
    /** Text into images. */
    IMAGE,
    MODERATION,
    OTHER;

    /** As the table writes it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of a word of the table. */
    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
