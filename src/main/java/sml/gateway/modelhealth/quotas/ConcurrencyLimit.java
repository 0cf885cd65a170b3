package sml.gateway.modelhealth.quotas;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/**
 * How many calls of one key may be under way at once: documented, set by the operator, or said or
 * shown by a refusal. What a refusal only showed is tried one call beyond from time to time. Not
 * thread-safe.
 */
final class ConcurrencyLimit {
  private static final long RAISE_AFTER_MS = 900_000;
  private static final Pattern WORDS =
      Pattern.compile(
          "concurren|simultaneous|parallel (?:request|call)|in[- ]flight|requests? at once|并发|同时");
  private static final Pattern NAMED =
      Pattern.compile(
          "(\\d{1,6}) (?:concurrent|simultaneous|parallel|in[- ]flight|requests? at once)"
              + "|(?:concurren\\w*|simultaneous|并发)[^\\d.]{0,40}?(?:limit|maximum|max|allowed|限制|上限)"
              + "[^\\d.]{0,20}(\\d{1,6})");

  private long limit = QuotaLimit.UNKNOWN;
  private QuotaSource source = QuotaSource.HINT;
  private long raiseAtMs = Long.MAX_VALUE;
  private long operators = QuotaLimit.UNKNOWN;
  private long setAtMs;

  /** Whether a refusal is for too many calls at once. */
  static boolean isMeantBy(String words) {
    return WORDS.matcher(words.toLowerCase(Locale.ROOT)).find();
  }

  /** It is documented, or that does not hold for this account. */
  void hint(@Nullable Long documented) {
    if (!isMeasured()) {
      limit = documented == null ? QuotaLimit.UNKNOWN : documented;
    }
  }

  /** The operator set it, or took that back. */
  void operator(@Nullable Long set, long atMs) {
    operators = set == null ? QuotaLimit.UNKNOWN : set;
    setAtMs = atMs;
  }

  /**
   * A call was refused because of others under way.
   *
   * @param underWay calls that were, the refused one among them
   * @param keys how many keys they were divided among
   */
  void refused(long underWay, int keys, QuotaSource from) {
    Long named = named(from.words());
    if (named != null) {
      limit = Math.max(1, named);
      raiseAtMs = Long.MAX_VALUE;
    } else {
      long accepted = Math.max(1, (underWay - 1) / keys);
      boolean first = limit == QuotaLimit.UNKNOWN || isOperators();
      limit = first ? accepted : Math.min(limit, accepted);
      raiseAtMs = from.atMs() + RAISE_AFTER_MS;
    }
    source = from;
  }

  private static @Nullable Long named(@Nullable String words) {
    Matcher matcher = NAMED.matcher(words == null ? "" : words.toLowerCase(Locale.ROOT));
    if (!matcher.find()) {
      return null;
    }
    long number = Long.parseLong(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    // "error 429: concurrent requests" names the status
    return number >= 400 && number < 600 ? null : number;
  }

  /** How many one key may have under way, {@link QuotaLimit#UNKNOWN} while nothing is known. */
  long allowed(long now) {
    long said = allowedByProvider(now);
    return isOperators() ? operators : said;
  }

  // what a refusal showed before the operator set it does not count, as in QuotaLimit
  private boolean isOperators() {
    boolean said = isMeasured() && source.atMs() >= setAtMs;
    return operators != QuotaLimit.UNKNOWN && !(said && limit <= operators);
  }

  /** The same without what the operator set. */
  long allowedByProvider(long now) {
    if (now >= raiseAtMs && !isOperators()) {
      limit++;
      source = QuotaSource.learned(now);
      raiseAtMs = now + RAISE_AFTER_MS;
    }
    return limit;
  }

  QuotaSource source() {
    return isOperators() ? QuotaSource.operator(setAtMs) : source;
  }

  QuotaSource sourceOfProvider() {
    return source;
  }

  /** Whether it differs from what the gateway was shipped with. */
  boolean isMeasured() {
    return limit != QuotaLimit.UNKNOWN && source.kind() != QuotaSource.Kind.HINT;
  }

  /** A limit of an earlier process; one that no provider named is tried again. */
  void restore(long saved, QuotaSource from) {
    limit = saved;
    source = from;
    raiseAtMs = named(from.words()) == null ? from.atMs() + RAISE_AFTER_MS : Long.MAX_VALUE;
  }
}
