package sml.gateway.dashboard.live;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import sml.gateway.network.Cancellation;
import sml.gateway.network.ClientConnection;

/** One open page. */
abstract class PageViewer {
  static final byte[] NONE = new byte[0];

  // a wake that was not answered yet stands for later ones too
  private final BlockingQueue<Boolean> wakes = new ArrayBlockingQueue<>(1);
  private volatile boolean woken;
  private volatile boolean over;

  /** The stream has begun; true when the page should be made for it. */
  abstract boolean begin();

  /** What the page needs now, asked on the thread of the stream after a wake; may be nothing. */
  abstract byte[] news();

  /** The stream has ended. */
  abstract void leave();

  /** Something may have changed. Never waits. */
  final void wake() {
    woken = true;
    wakes.offer(Boolean.TRUE);
  }

  /** False for one that has not looked yet what there is. */
  final boolean wasWoken() {
    return woken;
  }

  /** Ends the stream. */
  final void end() {
    over = true;
    wake();
  }

  /** Writes until the page is closed or {@link #end} is called; silence ends with a comment. */
  final void writeTo(ClientConnection client, Duration heartbeat) {
    Cancellation.Registration leaving = client.disconnected().on(this::wake);
    try {
      client.write(PageEvent.READY);
      while (!over && !client.disconnected().fired()) {
        long silent = System.nanoTime() - client.lastWriteNanos();
        boolean called = wakes.poll(heartbeat.toNanos() - silent, TimeUnit.NANOSECONDS) != null;
        byte[] due = called ? news() : PageEvent.HEARTBEAT;
        if (due.length > 0 && !over) {
          client.write(due);
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } finally {
      leaving.close();
    }
  }
}
