package sml.gateway.modelhealth.quotas.readings;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a number of a quota comes from.
 *
 * @param words the header or the words of the refusal, null for the other kinds
 * @param atMs when it was said, learned or set, epoch milliseconds; 0 where time says nothing
 */
public record QuotaSource(Kind kind, @Nullable String words, long atMs) {
  /** A limit of {@code catalog/limits.json}. */
  public static final QuotaSource HINT = new QuotaSource(Kind.HINT, null, 0);

  /** A number of our own count. */
  public static final QuotaSource COUNTED = new QuotaSource(Kind.COUNTED, null, 0);

  private static final int LONGEST = 200;

  public static QuotaSource header(String name, long now) {
    return new QuotaSource(Kind.HEADER, name, now);
  }

  public static QuotaSource refusal(String message, long now) {
    String words = message.length() <= LONGEST ? message : message.substring(0, LONGEST) + "…";
    return new QuotaSource(Kind.REFUSAL, words, now);
  }

  public static QuotaSource learned(long now) {
    return new QuotaSource(Kind.LEARNED, null, now);
  }

  /** A limit that the operator set. */
  public static QuotaSource operator(long setAtMs) {
    return new QuotaSource(Kind.OPERATOR, null, setAtMs);
  }

  /** The kinds of sources. */
  public enum Kind {
    /** Shipped with the gateway. */
    HINT,
    /** Set by the operator on the row of the provider. */
    OPERATOR,
    /** A response header. */
    HEADER,
    /** The text or headers of a refusal. */
    REFUSAL,
    /** Concluded from what was accepted and refused. */
    LEARNED,
    /** Counted by the gateway itself. */
    COUNTED;

    /** Whether the provider said so. */
    public boolean isOfProvider() {
      return this == HEADER || this == REFUSAL;
    }

    /** The kind of a word. */
    public static Kind of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** As the API and the table write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
