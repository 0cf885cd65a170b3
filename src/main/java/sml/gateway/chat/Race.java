package sml.gateway.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Decides one winner among contenders that are asked at the same time. The first to claim wins and
 * every other lane is cancelled at once.
 */
public final class Race {
  private final List<Cancellation> lanes = new ArrayList<>(3);
  private final boolean[] out;
  private int winner = -1;

  public Race(int width) {
    for (int lane = 0; lane < width; lane++) {
      lanes.add(new Cancellation());
    }
    out = new boolean[width];
  }

  /** The switch that is thrown when another lane has won. */
  public Cancellation lane(int lane) {
    return lanes.get(lane);
  }

  /** Claims the race for a lane; true for exactly one caller. */
  public boolean claim(int lane) {
    synchronized (this) {
      if (winner >= 0) {
        return false;
      }
      winner = lane;
      notifyAll();
    }
    for (int other = 0; other < lanes.size(); other++) {
      if (other != lane) {
        lanes.get(other).fire("another contender answered first");
      }
    }
    return true;
  }

  /** Ends the race without a winner, because the client left; no effect once it was won. */
  public void abandon() {
    synchronized (this) {
      if (winner >= 0) {
        return;
      }
      winner = lanes.size();
      notifyAll();
    }
    lanes.forEach(lane -> lane.fire("the client has left"));
  }

  /** Says that a lane failed, so that a contender that waits for it starts at once. */
  public synchronized void giveUp(int lane) {
    out[lane] = true;
    notifyAll();
  }

  /**
   * Waits before a delayed contender starts.
   *
   * @return true when it should start: the delay passed, or every earlier lane failed
   */
  public synchronized boolean await(int lane, Duration delay) throws InterruptedException {
    long deadline = System.nanoTime() + delay.toNanos();
    while (winner < 0 && !earlierAreOut(lane)) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        return true;
      }
      wait(left / 1_000_000, (int) (left % 1_000_000));
    }
    return winner < 0;
  }

  private boolean earlierAreOut(int lane) {
    for (int earlier = 0; earlier < lane; earlier++) {
      if (!out[earlier]) {
        return false;
      }
    }
    return true;
  }
}
