package sml.gateway.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import sml.gateway.network.HttpCall;
import sml.gateway.network.HttpReply;

/** Reads the reply from a finished exchange; simple routes may leave text or bytes as the body. */
final class RouteReply {
  /** The reply headers that a route sets; its other headers are not sent. */
  static final List<String> HEADERS = List.of("content-type", "cache-control");

  private RouteReply() {}

  static HttpReply of(Exchange exchange) {
    Message message = exchange.getMessage();
    Object body = message.getBody();
    return switch (body) {
      case HttpReply reply -> reply;
      // a route that left the body alone has nothing to say
      case null -> plain(message, new byte[0], "");
      case HttpCall untouched -> plain(message, new byte[0], "");
      case byte[] bytes -> plain(message, bytes, "application/octet-stream");
      case String text ->
          plain(message, text.getBytes(StandardCharsets.UTF_8), "text/plain; charset=utf-8");
      default -> plain(message, converted(message), "application/octet-stream");
    };
  }

  private static byte[] converted(Message message) {
    byte[] bytes = message.getBody(byte[].class);
    return bytes == null ? new byte[0] : bytes;
  }

  private static HttpReply plain(Message message, byte[] bytes, String usualType) {
    int usual = bytes.length == 0 ? 204 : 200;
    Integer code = message.getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
    Map<String, String> headers = new LinkedHashMap<>();
    if (bytes.length > 0) {
      headers.put("content-type", usualType);
      for (String name : HEADERS) {
        String value = message.getHeader(name, String.class);
        if (value != null) {
          headers.put(name, value);
        }
      }
    }
    return new HttpReply(code == null ? usual : code, headers, new HttpReply.Bytes(bytes));
  }
}
