package sml.gateway.access;

import java.util.Map;

/** Refuses header values that would start a new line in a log or in a forwarded request. */
final class HeaderRule {
  private HeaderRule() {}

  static boolean isTorn(Map<String, String> headers) {
    return headers.values().stream().anyMatch(HeaderRule::isTorn);
  }

  static boolean isTorn(String value) {
    return value.indexOf('\r') >= 0 || value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0;
  }
}
