package sml.gateway.upstream.transport;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** The headers of an answer by their lower-case names; of equal names the first counts. */
public final class ResponseFields {
  private ResponseFields() {}

  public static Map<String, String> of(ClassicHttpResponse head) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : head.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    return headers;
  }
}
