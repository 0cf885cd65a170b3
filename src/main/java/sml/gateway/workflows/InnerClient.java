package sml.gateway.workflows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;

/**
 * The client of a chat inside the process: its answer is taken whole, and it has left when the
 * client outside has.
 */
final class InnerClient implements ClientConnection {
  private final Cancellation disconnected;
  private final List<Runnable> endings = new ArrayList<>();
  private boolean over;

  InnerClient(Cancellation disconnected) {
    this.disconnected = disconnected;
  }

  @Override
  public Cancellation disconnected() {
    return disconnected;
  }

  @Override
  public boolean begin(Map<String, String> headers) {
    return false;
  }

  @Override
  public boolean begun() {
    return false;
  }

  @Override
  public void write(byte[] bytes) {
    throw new IllegalStateException("a chat inside the process is no stream");
  }

  @Override
  public void nudge(byte[] bytes) {}

  @Override
  public void whenOver(Runnable action) {
    synchronized (this) {
      if (!over) {
        endings.add(action);
        return;
      }
    }
    action.run();
  }

  /** The answer is taken, or will not come. */
  void over() {
    List<Runnable> due;
    synchronized (this) {
      over = true;
      due = List.copyOf(endings);
      endings.clear();
    }
    due.forEach(Runnable::run);
  }

  @Override
  public long lastWriteNanos() {
    return 0;
  }
}
