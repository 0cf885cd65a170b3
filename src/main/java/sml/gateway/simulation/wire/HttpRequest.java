package sml.gateway.simulation.wire;

import java.util.Map;

/**
 * One request as it came over the wire.
 *
 * @param path without the query
 * @param headers by lower-case name; the last of a repeated header counts
 */
public record HttpRequest(String method, String path, Map<String, String> headers, byte[] body) {

  /** The header's value, or an empty string. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
