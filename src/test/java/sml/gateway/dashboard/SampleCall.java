package sml.gateway.dashboard;

import java.util.Map;
import sml.gateway.network.HttpCall;
import sml.gateway.testkit.SilentClient;

/** Calls of a browser. */
final class SampleCall {
  private SampleCall() {}

  static HttpCall get(String path, Map<String, String> query, Map<String, String> headers) {
    return new HttpCall(
        "t", "GET", path, query, headers, new byte[0], "127.0.0.1", new SilentClient(), 0);
  }
}
