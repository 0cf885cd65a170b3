package sml.gateway.upstream;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/** The headers of an answer by their lower-case names; of equal names the first counts. */
final class HeadFields {
  private HeadFields() {}

  static Map<String, String> of(ClassicHttpResponse head) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : head.getHeaders()) {
      headers.putIfAbsent(header.getName().toLowerCase(Locale.ROOT), header.getValue());
    }
    return headers;
  }
}
