package sml.gateway.network;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A one-way switch that ends work early: the client left, or another contender won. Actions
 * registered before the switch run when it is thrown, later ones run at once.
 */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>(2);
  private @Nullable String reason;

  /** Undoes a registration; harmless when called twice or after the switch was thrown. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /** Runs {@code action} once when the switch is thrown, at once if it was already. */
  public Registration on(Runnable action) {
    synchronized (this) {
      if (reason == null) {
        actions.add(action);
        return () -> remove(action);
      }
    }
    action.run();
    return () -> {};
  }

  /** Throws the switch; only the first reason counts. Actions must not block. */
  public void fire(String why) {
    List<Runnable> due;
    synchronized (this) {
      if (reason != null) {
        return;
      }
      reason = why;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  public synchronized boolean fired() {
    return reason != null;
  }

  /** Why the switch was thrown, or null while it was not. */
  public synchronized @Nullable String reason() {
    return reason;
  }

  private synchronized void remove(Runnable action) {
    actions.remove(action);
  }
}
