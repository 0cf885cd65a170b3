package sml.gateway.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import sml.gateway.simulation.dialect.ErrorBody;
import sml.gateway.simulation.speech.Rendering.Event;
import sml.gateway.simulation.wire.HttpConnection;
import sml.gateway.simulation.wire.PeerGone;

/** Writes a stream event by event, and goes wrong where it is told to. */
final class EventWriter {
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

  private final HttpConnection connection;
  private final Behaviour behaviour;
  private final List<Fault> faults;
  private final Pacer pacer;
  private int sent;
  private int words;

  EventWriter(HttpConnection connection, Behaviour behaviour, List<Fault> faults, Pacer pacer) {
    this.connection = connection;
    this.behaviour = behaviour;
    this.faults = faults;
    this.pacer = pacer;
  }

  int sent() {
    return sent;
  }

  /** Writes the stream; false when it was broken off. */
  boolean write(Map<String, String> headers, List<Event> events) throws IOException {
    begin(headers);
    for (Event event : events) {
      // the role comes first: a fault "after 0 words" strikes behind it
      if (sent > 0 && (event.word() || isPastWords(event, events)) && !strike()) {
        return false;
      }
      event(event.json());
      words += event.word() ? 1 : 0;
    }
    if (!faults.contains(Fault.noDone())) {
      event("[DONE]");
    }
    last();
    return true;
  }

  /** Writes {@code text} as the only event. */
  boolean nonsense(Map<String, String> headers, String text) throws IOException {
    begin(headers);
    if (!text.isEmpty()) {
      event(text);
      event("[DONE]");
    }
    last();
    return true;
  }

  private void begin(Map<String, String> headers) throws IOException {
    headers.put("Cache-Control", "no-cache");
    connection.chunkedHead(200, headers);
    connection.pause(pacer.pace(behaviour.pace().firstEvent()));
    comments();
  }

  private void last() throws IOException {
    try {
      connection.endChunks();
    } catch (PeerGone leftAfterTheLastEvent) {
      // it had all it came for: that is no abort
    }
  }

  /** The text is over: faults that count more words than there are do not strike. */
  private boolean isPastWords(Event event, List<Event> events) {
    return !event.word() && words > 0 && events.stream().filter(Event::word).count() == words;
  }

  /** Lets the faults strike that are due after the words sent so far; false ends the stream. */
  private boolean strike() throws IOException {
    for (Fault fault : faults) {
      if (fault instanceof Fault.Midway midway && !strike(midway)) {
        return false;
      }
    }
    return true;
  }

  private boolean strike(Fault.Midway fault) throws IOException {
    return switch (fault) {
      case Fault.Cut(int after, Fault.Ending ending) -> after != words || cut(ending);
      case Fault.Stall(int after) -> after != words || stall();
      case Fault.ErrorEvent(int after) -> after != words || fail();
      case Fault.BrokenEvent(int after) -> {
        if (after == words) {
          event("{\"id\":\"sim\",\"choices\":[{\"delta\":{\"content\":\"bro");
        }
        yield true;
      }
      case Fault.NoDone(), Fault.NoFinish() -> true;
    };
  }

  private boolean cut(Fault.Ending ending) throws IOException {
    switch (ending) {
      case CLOSE -> connection.close();
      case RESET -> connection.reset();
      case QUIET_END -> {
        connection.endChunks();
        connection.close();
      }
    }
    return false;
  }

  private boolean stall() throws IOException {
    connection.pause(LONGEST_SILENCE);
    return false;
  }

  private boolean fail() throws IOException {
    event(ErrorBody.of(Fault.status(503)).text());
    connection.endChunks();
    connection.close();
    return false;
  }

  private void event(String data) throws IOException {
    if (sent > 0) {
      connection.pause(pacer.pace(behaviour.pace().gap()));
    }
    connection.chunk(("data: " + data + end() + end()).getBytes(UTF_8));
    sent++;
    comments();
  }

  private void comments() throws IOException {
    for (int i = 0; i < behaviour.style().comments(); i++) {
      connection.chunk((": simulated keep-alive" + end() + end()).getBytes(UTF_8));
    }
  }

  private String end() {
    return behaviour.style().crlf() ? "\r\n" : "\n";
  }
}
