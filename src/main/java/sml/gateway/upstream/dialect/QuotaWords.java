package sml.gateway.upstream.dialect;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.QuotaCalendar;
import sml.gateway.chat.Refusal.Period;
import sml.gateway.chat.Refusal.Scope;

/**
 * Which quota a refusal speaks of, by its words and headers.
 *
 * @param period over which time it counts, null when it does not say
 * @param scope whose it is, null when it does not say
 * @param calendar when it is full again, null when it does not say
 * @param google it names its quota in the manner of Google, whose {@code retryDelay} is that of the
 *     minute also when the day is used up
 */
record QuotaWords(
    @Nullable Period period,
    @Nullable Scope scope,
    @Nullable QuotaCalendar calendar,
    boolean google) {
  private static final QuotaCalendar PACIFIC = QuotaCalendar.of("America/Los_Angeles");
  private static final QuotaCalendar CHINA = QuotaCalendar.of("Asia/Shanghai");

  /** Names of the quota that is used up; the text around them may speak of others. */
  private static final Map<Period, Pattern> NAMES =
      Map.of(
          Period.MONTH, words("permonth|bymonth|per-month|-month\\b"),
          Period.WEEK, words("perweek|byweek|per-week"),
          Period.DAY, words("perday|byday|per-day|\\(?\\b[rt]pd\\b\\)?|per 86400 ?s"),
          Period.HOUR, words("perhour|byhour|per-hour|\\(?\\b[rt]ph\\b\\)?|per 3600 ?s"),
          Period.MINUTE,
              words(
                  "perminute|byminute|per-min|\\(?\\b[rt]pm\\b\\)?|\\b(?:ipm|itpm|otpm)\\b"
                      + "|per 60 ?s|per 10 ?s|persecond|per-second"));

  private static final Map<Period, Pattern> PHRASES =
      Map.of(
          Period.MONTH,
              words(
                  "monthly|(?:per|a|this|each|every|/) ?(?:calendar )?month|next month|\\b30["
                      + " -]days?|本月|每月"),
          Period.WEEK, words("weekly|(?:per|a|this|each|/) ?week\\b|next week|\\b7[ -]days?|每周"),
          Period.DAY,
              words(
                  "daily|(?:per|a|each|every|/) ?(?:calendar )?day\\b|today['’]?s"
                      + " (?:quota|limit|usage|free)|(?:limit|quota|requests|usage)[a-z ]{0,12}"
                      + " (?:for"
                      + " )?today|tomorrow|(?<![-+:t\\d])0?0:00(?::00)?(?![.:\\dz])|\\b(?:24|twenty-four)["
                      + " -]?(?:hours?|h\\b)|neurons|midnight|今日|每日|当日|今天|明天|每天|单日"),
          Period.HOUR, words("hourly|(?:per|an|each|every|/) ?hour\\b|每小时"),
          Period.MINUTE,
              words("(?:per|a|each|every|/) ?(?:\\d+ ?)?(?:minute|min|second|sec)s?\\b|每分钟|每秒"));

  private static final List<Period> LONGEST_FIRST =
      List.of(Period.MONTH, Period.WEEK, Period.DAY, Period.HOUR, Period.MINUTE);

  private static final Pattern MODEL =
      words(
          "(?:for|of) (?:the |this )?model\\b|this model\\b|bymodel|permodel|per"
              + " model|该模型|当前模型|model `|model: |reached for \\S+ in organization");
  private static final Pattern KEY =
      words("trial key|\\bkey limit|per key|this (?:api )?key|per api key");
  private static final Pattern PROVIDER =
      words(
          "upstream|capacity|overloaded|data centers|system is busy|heavy load|high demand|high"
              + " traffic|访问量过大|too busy|server is busy");
  private static final Pattern ACCOUNT =
      words(
          "free-models-per|account|your plan|\\bcredits?\\b|balance|neurons|free allocation"
              + "|subscription|\\bfor ip\\b|\\byour ip\\b|per ip|per user|\\bbyuser\\b|账户|余额|额度"
              + "|insufficient_quota|included credits|usage limit");
  private static final Pattern ROLLING = words("rolling|sliding|(?:past|last|within) (?:24|7|30)");
  private static final Pattern IN_UTC =
      words("(?:midnight|0?0:00(?::00)?)[ ,(]*(?:utc|gmt)(?! ?[+-])|utc midnight");
  private static final Pattern IN_PACIFIC =
      words("(?:midnight|0?0:00(?::00)?|12 ?am)[ ,(]*(?:pacific|p[sd]?t\\b)|pacific time");
  private static final Pattern IN_CHINA =
      words("utc ?\\+0?8|gmt ?\\+0?8|beijing|china standard|asia/shanghai|北京时间");
  private static final String GITHUB_TYPE = "x-ratelimit-type";

  /** Reads words and headers; {@code headers} have lower-case names. */
  static QuotaWords of(ErrorBody body, Map<String, String> headers) {
    String details = body.root().isMissingNode() ? "" : body.root().toString();
    String all =
        (body.code()
                + " "
                + body.type()
                + " "
                + body.message()
                + " "
                + details
                + " "
                + headers.getOrDefault(GITHUB_TYPE, ""))
            .toLowerCase(Locale.ROOT);
    boolean google = all.contains("google.rpc.quotafailure") || all.contains("\"quotaid\"");
    Period period = first(NAMES, LONGEST_FIRST, all);
    period = period == null ? ofHeaders(headers) : period;
    // limits that are only described may be any of them: the shortest is tried
    period = period == null ? first(PHRASES, LONGEST_FIRST.reversed(), all) : period;
    return new QuotaWords(period, scope(all), calendar(all, google), google);
  }

  /** True when it counts over a day or longer. */
  boolean isLong() {
    return period != null && period.compareTo(Period.DAY) >= 0;
  }

  /** The zone that dates without one are in. */
  static ZoneId zone(QuotaCalendar calendar) {
    ZoneId zone = calendar.zone();
    return zone == null ? ZoneOffset.UTC : zone;
  }

  private static @Nullable Period first(
      Map<Period, Pattern> patterns, List<Period> order, String text) {
    for (Period period : order) {
      Pattern pattern = patterns.get(period);
      if (pattern != null && pattern.matcher(text).find()) {
        return period;
      }
    }
    return null;
  }

  /** A window of a day or month that is empty. */
  private static @Nullable Period ofHeaders(Map<String, String> headers) {
    Period longest = null;
    for (var header : headers.entrySet()) {
      String name = header.getKey();
      if (name.contains("ratelimit-remaining") && RateLimitWindows.isNone(header.getValue())) {
        if (name.endsWith("month")) {
          return Period.MONTH;
        }
        longest = name.endsWith("day") ? Period.DAY : longest;
      }
    }
    return longest;
  }

  private static @Nullable Scope scope(String text) {
    if (MODEL.matcher(text).find()) {
      return Scope.MODEL;
    }
    if (KEY.matcher(text).find()) {
      return Scope.KEY;
    }
    if (ACCOUNT.matcher(text).find()) {
      return Scope.ACCOUNT;
    }
    return PROVIDER.matcher(text).find() ? Scope.PROVIDER : null;
  }

  private static @Nullable QuotaCalendar calendar(String text, boolean google) {
    if (ROLLING.matcher(text).find()) {
      return QuotaCalendar.ROLLING;
    }
    if (IN_CHINA.matcher(text).find()) {
      return CHINA;
    }
    if (IN_UTC.matcher(text).find()) {
      return QuotaCalendar.UTC;
    }
    return google || IN_PACIFIC.matcher(text).find() ? PACIFIC : null;
  }

  private static Pattern words(String pattern) {
    return Pattern.compile(pattern);
  }
}
