package sml.gateway.observability;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.chat.RequestFinished;

/**
 * The last 1,000 requests that count for the gateway. Errors of the caller (4xx but 429) and
 * requests whose client disconnected say nothing about the gateway and are left out.
 */
@Component("requestWindow")
class RequestWindow {
  private static final int SIZE = 1_000;
  private static final int TOO_MANY = 429;
  private static final int UNAVAILABLE = 503;

  private final ArrayDeque<Seen> recent = new ArrayDeque<>(SIZE);

  private record Seen(boolean answered, boolean unavailable, long ms) {}

  /** Records a finished request, on its own thread. */
  @EventListener
  public void record(RequestFinished finished) {
    boolean failed = finished.error() != null;
    boolean left = failed && finished.call().client().disconnected().fired();
    int status = finished.status();
    boolean callersFault = status >= 400 && status < 500 && status != TOO_MANY;
    if (left || callersFault) {
      return;
    }
    Long first = finished.firstByteMs();
    long ms = streamed(finished) && first != null ? first : finished.tookMs();
    add(new Seen(status < 400 && !failed, status == UNAVAILABLE, ms));
  }

  private static boolean streamed(RequestFinished finished) {
    return finished.request() != null && finished.request().profile().stream();
  }

  private synchronized void add(Seen seen) {
    if (recent.size() == SIZE) {
      recent.removeFirst();
    }
    recent.addLast(seen);
  }

  /** The figures of all requests that are remembered. */
  RequestFigures figures() {
    return figures(SIZE);
  }

  /** The figures of the newest {@code most} requests. */
  RequestFigures figures(int most) {
    List<Seen> all = copy();
    List<Seen> newest = all.subList(Math.max(0, all.size() - most), all.size());
    long[] times = newest.stream().filter(Seen::answered).mapToLong(Seen::ms).sorted().toArray();
    long unavailable = newest.stream().filter(Seen::unavailable).count();
    return new RequestFigures(
        newest.size(),
        percent(times.length, newest.size()),
        percent(unavailable, newest.size()),
        rank(times, 0.50),
        rank(times, 0.99),
        times.length == 0 ? null : Math.round(Arrays.stream(times).average().orElseThrow()));
  }

  private synchronized List<Seen> copy() {
    return new ArrayList<>(recent);
  }

  private static @Nullable Double percent(long part, int whole) {
    return whole == 0 ? null : Math.round(1_000.0 * part / whole) / 10.0;
  }

  private static @Nullable Long rank(long[] sorted, double share) {
    return sorted.length == 0 ? null : sorted[(int) Math.ceil(share * sorted.length) - 1];
  }
}
