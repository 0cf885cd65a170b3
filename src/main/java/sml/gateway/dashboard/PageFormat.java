package sml.gateway.dashboard;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/** Writes figures for people, with their units; a figure that is not known is a dash. */
public final class PageFormat {
  private static final String UNKNOWN = "–";
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final String MISSING = "??";

  private final UnaryOperator<String> texts;
  private final UnaryOperator<String> sentences;

  PageFormat(UnaryOperator<String> texts) {
    this(texts, UnaryOperator.identity());
  }

  /**
   * @param texts the text of a key in the language of the visitor
   * @param sentences what the gateway wrote in English, in that language
   */
  PageFormat(UnaryOperator<String> texts, UnaryOperator<String> sentences) {
    this.texts = texts;
    this.sentences = sentences;
  }

  /** What a word of the API, such as a category or a state, is called; unknown ones stay. */
  public String word(String family, @Nullable Object word) {
    if (word == null || word.toString().isEmpty()) {
      return UNKNOWN;
    }
    String text = texts.apply(family + "." + word.toString().toLowerCase(Locale.ROOT));
    return text.startsWith(MISSING) ? word.toString() : text;
  }

  /** A sentence of an event, a log or a trace. */
  public String said(@Nullable Object sentence) {
    return sentence == null || sentence.toString().isEmpty()
        ? UNKNOWN
        : sentences.apply(sentence.toString());
  }

  /** Milliseconds, in seconds from one second on. */
  public String ms(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      return UNKNOWN;
    }
    double ms = number.doubleValue();
    return ms < 1_000
        ? Math.round(ms) + " " + texts.apply("unit.ms")
        : decimal(ms / 1_000, ms < 10_000 ? 1 : 0) + " " + texts.apply("unit.s");
  }

  public String percent(@Nullable Object value) {
    return value instanceof Number number ? decimal(number.doubleValue(), 1) + " %" : UNKNOWN;
  }

  /** A share from 0 to 1 as percent. */
  public String share(@Nullable Object value) {
    return value instanceof Number number ? percent(number.doubleValue() * 100) : UNKNOWN;
  }

  public String count(@Nullable Object value) {
    return value instanceof Number number
        ? String.format(Locale.ROOT, "%,d", number.longValue())
        : UNKNOWN;
  }

  /** One digit after the point. */
  public String number(@Nullable Object value) {
    return value instanceof Number number ? decimal(number.doubleValue(), 1) : UNKNOWN;
  }

  /** A length of time given in seconds, in the largest unit that fits. */
  public String span(@Nullable Object value) {
    if (!(value instanceof Number number)) {
      return UNKNOWN;
    }
    long seconds = number.longValue();
    if (seconds < 60) {
      return seconds + " " + texts.apply("unit.s");
    }
    long minutes = seconds / 60;
    if (minutes < 60) {
      return minutes + " " + texts.apply("unit.minutes");
    }
    return minutes < 2_880
        ? minutes / 60 + " " + texts.apply("unit.hours")
        : minutes / 1_440 + " " + texts.apply("unit.days");
  }

  /** A moment for the {@code datetime} of a {@code time} element, null when there is none. */
  public @Nullable String iso(@Nullable Object moment) {
    Instant instant = instant(moment);
    return instant == null ? null : instant.toString();
  }

  /** The same moment for a reader whose browser runs no script. */
  public String clock(@Nullable Object moment) {
    Instant instant = instant(moment);
    return instant == null ? UNKNOWN : CLOCK.format(instant);
  }

  /** An address below {@code folder}; slashes inside the parts stay slashes. */
  public String path(String folder, String... parts) {
    StringBuilder path = new StringBuilder(folder);
    for (String part : parts) {
      path.append('/').append(UriUtils.encodePath(part, StandardCharsets.UTF_8));
    }
    return path.toString();
  }

  private static @Nullable Instant instant(@Nullable Object moment) {
    try {
      return switch (moment) {
        case Number millis -> Instant.ofEpochMilli(millis.longValue());
        case String text when !text.isEmpty() -> Instant.parse(text);
        case null, default -> null;
      };
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  private static String decimal(double value, int digits) {
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP);
    String text = rounded.stripTrailingZeros().toPlainString();
    return text.equals("-0") ? "0" : text;
  }
}
