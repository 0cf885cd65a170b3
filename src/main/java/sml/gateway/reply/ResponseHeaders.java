package sml.gateway.reply;

import java.util.LinkedHashMap;
import java.util.Map;
import sml.gateway.chat.ModelRef;

/** The names of the headers that tell a client who answered, and the sets they travel in. */
final class ResponseHeaders {
  static final String MODEL = "X-SMLGateway-Model";
  static final String PROVIDER = "X-SMLGateway-Provider";
  static final String HEDGE = "X-SMLGateway-Hedge";
  static final String SHOULD_RETRY = "x-should-retry";
  static final String RETRY_AFTER = "retry-after";
  static final String CONTENT_TYPE = "content-type";
  static final String JSON = "application/json";

  private ResponseHeaders() {}

  /** Headers of an event stream that nobody on the way may hold back. */
  static Map<String, String> stream() {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(CONTENT_TYPE, "text/event-stream; charset=utf-8");
    headers.put("cache-control", "no-cache");
    headers.put("x-accel-buffering", "no");
    return headers;
  }

  /** Adds who answered. */
  static void answeredBy(ModelRef ref, boolean hedged, Map<String, String> headers) {
    headers.put(MODEL, ref.model());
    headers.put(PROVIDER, ref.provider());
    if (hedged) {
      headers.put(HEDGE, "true");
    }
  }
}
