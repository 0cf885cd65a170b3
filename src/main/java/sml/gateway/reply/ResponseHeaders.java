package sml.gateway.reply;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import sml.gateway.chat.ModelRef;
import sml.gateway.chat.PlanStep.ConsensusResult;

/** The names of the headers that say who answered, and the sets they travel in. */
final class ResponseHeaders {
  private static final String OWN = "X-SMLGateway-";
  private static final Pattern CONTROLS = Pattern.compile("\\p{Cntrl}+");

  static final String MODEL = "X-SMLGateway-Model";
  static final String PROVIDER = "X-SMLGateway-Provider";
  static final String HEDGE = "X-SMLGateway-Hedge";
  static final String CACHE = "X-SMLGateway-Cache";
  static final String CONSENSUS = "X-SMLGateway-Consensus";
  static final String SHOULD_RETRY = "x-should-retry";
  static final String RETRY_AFTER = "retry-after";
  static final String CONTENT_TYPE = "content-type";
  static final String JSON = "application/json";

  private ResponseHeaders() {}

  /** Headers of an event stream, which no proxy may hold back. */
  static Map<String, String> stream() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(CONTENT_TYPE, "text/event-stream; charset=utf-8");
    headers.put("cache-control", "no-cache");
    headers.put("x-accel-buffering", "no");
    return headers;
  }

  /** What the headers say of who answered, as a comment of an event stream, a line for each. */
  static byte[] comment(Map<String, String> headers) {
    var comment = new StringBuilder();
    headers.forEach(
        (name, value) -> {
          if (name.startsWith(OWN)) {
            comment.append(": ").append(name).append(": ").append(oneLine(value)).append('\n');
          }
        });
    return comment.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * A name as a header can carry it: characters outside of ASCII, and the percent sign beside them,
   * are percent-encoded as UTF-8; any other name stays as it is.
   */
  static String ascii(String name) {
    if (name.chars().allMatch(character -> character >= ' ' && character < 0x7f)) {
      return name;
    }
    var encoded = new StringBuilder();
    for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
      if (octet > ' ' && octet < 0x7f && octet != '%') {
        encoded.append((char) octet);
      } else {
        encoded.append(String.format(Locale.ROOT, "%%%02X", octet));
      }
    }
    return encoded.toString();
  }

  /** May hold names that providers chose. */
  private static String oneLine(String value) {
    return value.codePoints().anyMatch(Character::isISOControl)
        ? CONTROLS.matcher(value).replaceAll(" ")
        : value;
  }

  /** Adds who took part in a consensus and how much the answer agrees with those of the others. */
  static void agreed(ConsensusResult consensusResult, Map<String, String> headers) {
    String participants =
        consensusResult.participants().stream().map(ModelRef::id).collect(Collectors.joining(","));
    headers.put(
        CONSENSUS,
        String.format(
            Locale.ROOT,
            "participants=%s; agreement=%.2f",
            ascii(participants),
            consensusResult.similarity()));
  }

  /** Adds who answered. */
  static void answeredBy(ModelRef ref, boolean hedged, Map<String, String> headers) {
    headers.put(MODEL, ascii(ref.model()));
    headers.put(PROVIDER, ref.provider());
    if (hedged) {
      headers.put(HEDGE, "true");
    }
  }
}
