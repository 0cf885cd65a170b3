package sml.gateway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import sml.gateway.simulation.speech.Rendering.Event;

/** Writes a streamed answer event by event, at a model's pace. */
public final class EventStream {
  private final ServerExchange exchange;
  private final Pace pace;
  private final int comments;
  private final String lineEnd;
  private int sent;

  /** What may fail while the answer is streamed. */
  @FunctionalInterface
  public interface Interruption {
    /** Called before each word and after the last; false when it broke the answer off. */
    boolean allows(int wordsSent) throws IOException;
  }

  /**
   * @param comments keep-alive comments before the first event and after each
   * @param crlf lines end in CRLF
   */
  public EventStream(ServerExchange exchange, Pace pace, int comments, boolean crlf) {
    this.exchange = exchange;
    this.pace = pace;
    this.comments = comments;
    this.lineEnd = crlf ? "\r\n" : "\n";
  }

  /** Events sent so far. */
  public int sent() {
    return sent;
  }

  /** Sends the head and waits for the first event's time. */
  public void begin(Map<String, String> headers) throws IOException {
    headers.put("Cache-Control", "no-cache");
    exchange.chunkedHead(200, headers);
    exchange.pause(pace.firstEvent());
    comments();
  }

  /** Sends these events; false when they were interrupted. */
  public boolean write(List<Event> events, Interruption interruption) throws IOException {
    long spoken = events.stream().filter(Event::word).count();
    int words = 0;
    for (Event event : events) {
      // after the last word too, but not before the role, which is sent first
      boolean due = event.word() || (words > 0 && words == spoken);
      if (sent > 0 && due && !interruption.allows(words)) {
        return false;
      }
      event(event.json());
      words += event.word() ? 1 : 0;
    }
    return true;
  }

  /** Sends one event. */
  public void event(String data) throws IOException {
    if (sent > 0) {
      exchange.pause(pace.gap());
    }
    exchange.write(("data: " + data + lineEnd + lineEnd).getBytes(UTF_8));
    sent++;
    comments();
  }

  /** Ends the stream in order. */
  public void end() throws IOException {
    try {
      exchange.end();
    } catch (PeerDisconnected leftAfterTheLastEvent) {
      // the client has the whole answer already
    }
  }

  private void comments() throws IOException {
    for (int i = 0; i < comments; i++) {
      exchange.write((": simulated keep-alive" + lineEnd + lineEnd).getBytes(UTF_8));
    }
  }
}
