package sml.gateway.modelhealth;

import java.util.List;

/** State in memory whose changes are saved in the background, as rows of one table. */
public interface PersistedState<R> {

  /** What has changed since the last call; the caller saves it, however long that takes. */
  List<R> drain();

  /**
   * Loads saved rows: those of an earlier process before the first request, later those that other
   * replicas changed.
   */
  void restore(List<R> rows);
}
