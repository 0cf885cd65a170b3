package sml.gateway.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What is known of a request once its head was read.
 *
 * @param path decoded, without the query
 * @param query parameters, decoded, first value wins
 * @param headers header values by lower-case name, first value wins
 */
record RequestHead(
    HttpServerRequest request,
    ConnectionRegistry.Connection connection,
    SocketConnection client,
    String id,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    long startedNanos) {

  String method() {
    return request.method().name();
  }

  String name() {
    return method() + " " + path;
  }

  /** The client's address; behind a proxy of ours the one that the proxy saw. */
  String peer(boolean behindProxy) {
    String forwarded = behindProxy ? request.getHeader("x-forwarded-for") : null;
    if (forwarded != null && !forwarded.isBlank()) {
      return forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }
    var address = request.remoteAddress();
    String host = address == null ? null : address.hostAddress();
    return host == null ? "" : host;
  }

  /** The codings of the body, in the order they were applied; empty when it is as it was meant. */
  String coding() {
    return headers.containsKey("content-encoding")
        ? String.join(",", request.headers().getAll("content-encoding"))
        : "";
  }

  /** The headers of the body once it is decoded. */
  Map<String, String> decodedHeaders(int length) {
    Map<String, String> decoded = new HashMap<>(headers);
    decoded.remove("content-encoding");
    decoded.replace("content-length", Integer.toString(length));
    return Collections.unmodifiableMap(decoded);
  }

  static Map<String, String> headers(HttpServerRequest request) {
    Map<String, String> headers = HashMap.newHashMap(request.headers().size());
    request
        .headers()
        .forEach((name, value) -> headers.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
    return Collections.unmodifiableMap(headers);
  }

  static Map<String, String> query(HttpServerRequest request) {
    String query = request.query();
    if (query == null || query.isEmpty()) {
      return Map.of();
    }
    try {
      Map<String, String> first = new HashMap<>();
      new QueryStringDecoder(query, StandardCharsets.UTF_8, false)
          .parameters()
          .forEach((name, values) -> first.put(name, values.getFirst()));
      return Collections.unmodifiableMap(first);
    } catch (IllegalArgumentException malformed) {
      return Map.of();
    }
  }
}
