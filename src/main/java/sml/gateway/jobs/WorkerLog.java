package sml.gateway.jobs;

import java.util.Optional;

/**
 * Where background work says what it does, for people and for the next run. Outside of transactions
 * writing never throws: trouble with the database is the book's own business.
 */
public interface WorkerLog {

  /**
   * Adds a line to the worker log. In a transaction it is written with it, or not at all; then, and
   * only then, trouble with the database is the caller's.
   *
   * @param step which work it is, e.g. {@code scan}, {@code health}, {@code exam}, {@code warmup}
   */
  void note(String step, Level level, String message);

  /** Tells how far a step is; {@code done == total} ends it. */
  void progress(String step, int done, int total);

  /** Keeps a small fact beyond this run and for every replica. */
  void keep(String key, String value);

  /**
   * A fact that was kept, as it is in the database now. While the database is away: as this gateway
   * kept or saw it last, after a wait of some seconds.
   */
  Optional<String> recall(String key);

  /** How good or bad a line is. */
  enum Level {
    INFO,
    SUCCESS,
    WARN,
    ERROR
  }
}
