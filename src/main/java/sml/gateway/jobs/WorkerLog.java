package sml.gateway.jobs;

import java.util.Optional;

/**
 * The log of background work, for people and for the next run. Outside of transactions writing
 * never throws: the log handles database errors itself.
 */
public interface WorkerLog {

  /**
   * Adds an entry to the worker log. In a transaction it is saved with it, or not at all; only then
   * are database errors thrown to the caller.
   *
   * @param step which work it is, e.g. {@code scan}, {@code health}, {@code exam}, {@code warmup}
   */
  void note(String step, Level level, String message);

  /** Reports how far a step is; {@code done == total} ends it. */
  void progress(String step, int done, int total);

  /** Keeps a small fact beyond this run and for every replica. */
  void keep(String key, String value);

  /**
   * A fact that was kept, as it is in the database now. While the database is away: as this gateway
   * kept or saw it last, after a wait of some seconds.
   */
  Optional<String> recall(String key);

  /** The severity of an entry. */
  enum Level {
    INFO,
    SUCCESS,
    WARN,
    ERROR
  }
}
