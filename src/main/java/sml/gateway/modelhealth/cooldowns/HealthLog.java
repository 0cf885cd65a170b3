package sml.gateway.modelhealth.cooldowns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.PersistedState;

/**
 * Cooldowns that began or ended and are not saved yet; the oldest are dropped when the database
 * stays away for long.
 */
public final class HealthLog implements PersistedState<HealthLog.Row> {
  private static final int MOST = 2_000;

  private final ArrayDeque<Row> waiting = new ArrayDeque<>();

  synchronized void add(Row row) {
    if (waiting.size() == MOST) {
      waiting.removeFirst();
    }
    waiting.addLast(row);
  }

  @Override
  public synchronized List<Row> drain() {
    List<Row> rows = new ArrayList<>(waiting);
    waiting.clear();
    return rows;
  }

  @Override
  public void restore(List<Row> rows) {}

  /**
   * One entry of {@code health_logs}.
   *
   * @param untilMs end of the cooldown that began, 0 when none did; epoch milliseconds
   * @param latencyMs how long a check took, 0 for what came of live traffic
   */
  public record Row(
      ModelRef ref,
      String status,
      @Nullable String error,
      long atMs,
      long untilMs,
      long latencyMs) {

    /** An entry that no check caused. */
    public Row(ModelRef ref, String status, @Nullable String error, long atMs, long untilMs) {
      this(ref, status, error, atMs, untilMs, 0);
    }
  }
}
