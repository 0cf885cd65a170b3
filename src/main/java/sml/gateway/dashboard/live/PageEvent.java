package sml.gateway.dashboard.live;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The events of a page's stream as bytes. */
final class PageEvent {
  static final byte[] HEARTBEAT = bytes(":\n\n");

  /** The page is watched from now on; a browser that is cut off comes back after three seconds. */
  static final byte[] READY = bytes("retry: 3000\nevent: ready\ndata: ready\n\n");

  /** The page shall fetch itself. */
  static final byte[] CHANGED = bytes("event: changed\ndata: changed\n\n");

  /** The page cannot be made now. */
  static final byte[] LOST = bytes("event: lost\ndata: lost\n\n");

  private PageEvent() {}

  /** An event for each part, and one that says what the page then has. */
  static byte[] parts(List<String> html, String fingerprint) {
    StringBuilder events = new StringBuilder();
    for (String part : html) {
      events.append("event: part\n");
      part.lines().forEach(line -> events.append("data: ").append(line).append('\n'));
      events.append('\n');
    }
    events.append("id: ").append(fingerprint).append("\nevent: shown\n");
    events.append("data: ").append(fingerprint).append("\n\n");
    return bytes(events.toString());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
