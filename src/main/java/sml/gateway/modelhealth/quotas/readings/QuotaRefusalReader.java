package sml.gateway.modelhealth.quotas.readings;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.Refusal;

/** Reads quotas from the text of a refusal, for providers that report them nowhere else. */
public final class QuotaRefusalReader {
  private static final Pattern LIMIT_OF =
      Pattern.compile("limit of ([\\d,]+) per (\\d+) ?s", Pattern.CASE_INSENSITIVE);
  private static final Pattern LIMIT =
      Pattern.compile("\\blimit:? ([\\d,]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern USED =
      Pattern.compile("\\bused:? ([\\d,]+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern TPD = Pattern.compile("\\btpd\\b|tokens? per day");
  private static final Pattern TPM = Pattern.compile("\\btpm\\b|tokens? per minute");
  private static final Pattern RPD =
      Pattern.compile("\\brpd\\b|requests? per day|requestsperday|byday\\b|per-day\\b");
  private static final Pattern RPM =
      Pattern.compile("\\brpm\\b|requests? per minute|requestsperminute|byminute\\b|per-min\\b");

  private QuotaRefusalReader() {}

  /** The quota a refusal states, empty when it states none. */
  public static List<QuotaReading> read(Refusal refusal, Instant now) {
    String text = refusal.message();
    QuotaSource source = QuotaSource.refusal(text, now.toEpochMilli());
    Matcher per = LIMIT_OF.matcher(text);
    if (per.find()) {
      Quota quota = Quota.RPM.per(Duration.ofSeconds(Long.parseLong(per.group(2))));
      return List.of(new QuotaReading(quota, number(per.group(1)), 0L, reset(refusal), source));
    }
    Quota quota = quota(text.toLowerCase(Locale.ROOT));
    quota = quota == null ? ofPeriod(refusal) : quota;
    if (quota == null) {
      return List.of();
    }
    Long limit = first(LIMIT, text);
    Long used = first(USED, text);
    boolean throttled = refusal.kind() != Refusal.Kind.TOO_LARGE;
    Long remaining = limit != null && used != null ? Long.valueOf(Math.max(0, limit - used)) : null;
    if (remaining == null && throttled) {
      remaining = 0L;
    }
    return limit == null && remaining == null
        ? List.of()
        : List.of(new QuotaReading(quota, limit, remaining, reset(refusal), source));
  }

  private static @Nullable Long reset(Refusal refusal) {
    Duration wait = refusal.retryAfter();
    return wait == null ? null : wait.toMillis();
  }

  /** A long quota that is used up and that the text does not name as others do. */
  private static @Nullable Quota ofPeriod(Refusal refusal) {
    if (refusal.kind() != Refusal.Kind.QUOTA_EXHAUSTED || refusal.retryAfter() == null) {
      return null;
    }
    return switch (refusal.period()) {
      case DAY -> Quota.RPD;
      case WEEK, MONTH -> Quota.REQUESTS_PER_MONTH;
      case MINUTE, HOUR -> null;
      case null -> null;
    };
  }

  private static @Nullable Quota quota(String text) {
    if (TPD.matcher(text).find()) {
      return Quota.TPD;
    }
    if (TPM.matcher(text).find()) {
      return Quota.TPM;
    }
    if (RPD.matcher(text).find()) {
      return Quota.RPD;
    }
    return RPM.matcher(text).find() ? Quota.RPM : null;
  }

  private static @Nullable Long first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? number(matcher.group(1)) : null;
  }

  private static @Nullable Long number(String digits) {
    String plain = digits.replace(",", "");
    return plain.isEmpty() || plain.length() > 15 ? null : Long.valueOf(plain);
  }
}
