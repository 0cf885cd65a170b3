package sml.gateway.dashboard;

import sml.gateway.network.HttpCall;

/** The address under which the caller reached the gateway. */
final class BaseAddress {
  private BaseAddress() {}

  /** For example {@code http://localhost:3334}; the front has checked the host. */
  static String of(HttpCall call) {
    String host = call.header("host");
    boolean secure = "https".equals(call.header("x-forwarded-proto"));
    return (secure ? "https://" : "http://") + (host == null ? "localhost:3334" : host);
  }
}
