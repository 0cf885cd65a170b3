package sml.gateway.simulation.demo;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import sml.gateway.simulation.Pace;
import sml.gateway.simulation.RollingLimit;
import sml.gateway.simulation.speech.Content;

/**
 * A model of the demo.
 *
 * @param contextLength tokens; longer requests are refused with {@code context_length_exceeded}
 */
record DemoModel(
    String id, Content content, Pace pace, Habit habit, Trouble trouble, int contextLength) {
  static final int LIMIT = 20;
  static final Duration LIMIT_WINDOW = Duration.ofSeconds(60);

  /** What is unusual in the way it answers. */
  enum Habit {
    NONE,
    /** Two keep-alive comments after each event. */
    COMMENTS,
    /** Events end in CRLF, everything comes in TCP pieces of three bytes. */
    PIECES,
    /** Streams end without {@code [DONE]}. */
    NO_DONE,
    /** Six requests a minute, then 429. */
    LIMITED
  }

  /** What goes wrong with some requests, drawn per request. */
  enum Trouble {
    NONE(0),
    /** A 503. */
    ERROR(0.3),
    /** The connection is closed after five words, or in half of a whole answer. */
    CUT(0.3),
    /** The connection is reset before a byte is sent. */
    RESET(0.3),
    /** Nothing is ever sent. */
    SILENCE(0.5);

    final double chance;

    Trouble(double chance) {
      this.chance = chance;
    }
  }

  /** Its limit, nothing taken of it yet; null for none. */
  @Nullable RollingLimit freshLimit() {
    return habit == Habit.LIMITED ? new RollingLimit(LIMIT, LIMIT_WINDOW) : null;
  }

  DemoModel saying(Content other) {
    return new DemoModel(id, other, pace, habit, trouble, contextLength);
  }
}
