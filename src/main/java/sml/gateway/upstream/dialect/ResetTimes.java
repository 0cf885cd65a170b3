package sml.gateway.upstream.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import sml.gateway.json.RawObject;
import sml.gateway.upstream.DurationParser;

/**
 * The moments a refusal names, wherever it names them.
 *
 * @param headers of headers that ask for a pause
 * @param fields of members of the body
 * @param words of its sentences
 */
record ResetTimes(List<Duration> headers, List<Duration> fields, List<Duration> words) {
  private static final Set<String> PAUSE_HEADERS =
      Set.of(
          "retry-after",
          "x-retry-after",
          "retry-after-seconds",
          "x-ratelimit-retry-after",
          "ratelimit-retry-after",
          "x-ratelimit-reset-after",
          "x-rate-limit-retry-after");
  private static final Set<String> PAUSE_HEADERS_MS =
      Set.of("retry-after-ms", "x-retry-after-ms", "x-ms-retry-after-ms");

  /** Names of members without case, dashes and underscores. */
  private static final Pattern FIELD =
      Pattern.compile(
          "retryafter|retryafters(?:ec(?:ond)?s?)?|retryin|retryins(?:ec(?:ond)?s?)?|retrydelay"
              + "|waits(?:ec(?:ond)?s?)?|waittime|cooldown|resets?|resets?(?:at|in|time|after|date)"
              + "|resets?(?:in|after)s(?:ec(?:ond)?s?)?|nextreset(?:at)?|availableat"
              + "|nextavailable(?:at)?|x?ratelimitreset.*");

  private static final Pattern FIELD_MS =
      Pattern.compile(
          "(?:retryafter|retryin|retrydelay|wait|resets?in|resetsafter|resetafter)"
              + "(?:ms|millis|milliseconds)");

  private static final Pattern ASKS =
      Pattern.compile(
          "(?:try again|retry(?:ing)?|retry[-_ ]?after|wait|available(?: again)?|resets?(?:_at)?"
              + "|renews?|refresh(?:es|ed)?|replenish(?:es|ed)?|come back|until|lifted|again)\\b"
              + "\"?[ :=]{1,3}(?:(?:in|after|at|on|for|until|within|about|approximately|around|be"
              + "|is|will|the|another|next|time|least|a further)[ :]{1,2}|~ ?){0,4}(?=[0-9A-Z])",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern CHINESE =
      Pattern.compile(
          "(\\d+(?:\\.\\d+)?) ?(秒|分钟|小时|天)(?:之?后|重试|再试)|(\\d{4}-\\d{2}-\\d{2} [0-9:]{5,8})"
              + " ?(?:重置|恢复|后)");
  private static final int DEEPEST = 6;
  private static final int MOST = 50;

  /**
   * Collects them; {@code headers} have lower-case names.
   *
   * @param zone that of moments that name none
   */
  static ResetTimes of(ErrorBody body, Map<String, String> headers, ZoneId zone, Instant now) {
    var times = new ResetTimes(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    headers.forEach(
        (name, value) -> {
          if (PAUSE_HEADERS.contains(name)) {
            add(times.headers, DurationParser.parse(value, now, zone));
          } else if (PAUSE_HEADERS_MS.contains(name)) {
            add(times.headers, DurationParser.parse(value.strip() + "ms", now, zone));
          }
        });
    times.read(body.root(), zone, now, 0);
    times.read(body.message(), zone, now);
    return times;
  }

  private void read(JsonNode node, ZoneId zone, Instant now, int depth) {
    if (depth > DEEPEST || fields.size() > MOST) {
      return;
    }
    if (node.isArray()) {
      node.forEach(element -> read(element, zone, now, depth + 1));
    } else if (node.isTextual()) {
      inner(node.textValue(), zone, now, depth);
    }
    for (var member : node.properties()) {
      String name = member.getKey().toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
      JsonNode value = member.getValue();
      if (FIELD_MS.matcher(name).matches() && value.isValueNode()) {
        add(fields, DurationParser.parse(value.asText() + "ms", now, zone));
      } else if (FIELD.matcher(name).matches()) {
        add(fields, time(value, zone, now));
      } else {
        read(value, zone, now, depth + 1);
      }
    }
  }

  // an error of the provider behind an aggregator travels as text
  private void inner(String text, ZoneId zone, Instant now, int depth) {
    if (text.startsWith("{") || text.startsWith("[")) {
      try {
        read(RawObject.EXACT.readTree(text), zone, now, depth + 1);
      } catch (IOException notJson) {
        // it is prose, which the message has
      }
    }
  }

  private static @Nullable Duration time(JsonNode value, ZoneId zone, Instant now) {
    JsonNode plain = value.isObject() ? value.path("seconds") : value;
    return plain.isTextual() || plain.isNumber()
        ? DurationParser.parse(plain.asText(), now, zone)
        : null;
  }

  private void read(String message, ZoneId zone, Instant now) {
    Matcher asks = ASKS.matcher(message);
    while (asks.find()) {
      add(words, DurationParser.leading(message.substring(asks.end()), now, zone));
    }
    Matcher chinese = CHINESE.matcher(message);
    while (chinese.find()) {
      add(
          words,
          chinese.group(3) == null
              ? DurationParser.parse(chinese.group(1) + unit(chinese.group(2)), now, zone)
              : DurationParser.parse(chinese.group(3), now, zone));
    }
  }

  private static String unit(String chinese) {
    return switch (chinese) {
      case "秒" -> "s";
      case "分钟" -> "m";
      case "小时" -> "h";
      default -> "d";
    };
  }

  private static void add(List<Duration> times, @Nullable Duration time) {
    if (time != null) {
      times.add(time);
    }
  }
}
