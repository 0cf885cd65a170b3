package sml.gateway.access;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request head that the access rules check.
 *
 * @param method upper-case HTTP method
 * @param path decoded path without the query
 * @param query parameters of the query, decoded
 * @param headers header values by lower-case name
 */
public record RequestOrigin(
    String method, String path, Map<String, String> query, Map<String, String> headers) {

  @Nullable String header(String name) {
    return headers.get(name);
  }

  boolean under(String prefix) {
    return path.equals(prefix) || path.startsWith(prefix + "/");
  }
}
