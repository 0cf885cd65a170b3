package sml.gateway.cache.semantic;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.springframework.stereotype.Component;
import sml.gateway.cache.LastVerdicts;
import sml.gateway.cache.semantic.guard.Reason;

/** The newest decisions, and how often each reason was given. */
@Component("semanticVerdicts")
final class VerdictLog implements LastVerdicts {
  private final int most;
  private final Deque<Verdict> newest = new ArrayDeque<>();
  private final AtomicLongArray counts = new AtomicLongArray(Reason.values().length);

  VerdictLog(SemanticSettings settings) {
    this.most = settings.verdicts();
  }

  /** Counts a question that was compared with none. */
  void count(Reason reason) {
    counts.incrementAndGet(reason.ordinal());
  }

  void add(Reason reason, Verdict verdict) {
    count(reason);
    synchronized (newest) {
      newest.addFirst(verdict);
      while (newest.size() > most) {
        newest.removeLast();
      }
    }
  }

  static String name(Reason reason) {
    return reason.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Verdict> last() {
    synchronized (newest) {
      return List.copyOf(newest);
    }
  }

  @Override
  public Map<String, Long> counts() {
    var named = new LinkedHashMap<String, Long>();
    Arrays.stream(Reason.values())
        .forEach(reason -> named.put(name(reason), counts.get(reason.ordinal())));
    return named;
  }
}
