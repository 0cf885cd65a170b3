package sml.gateway.cache.semantic;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
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
  private final MeterRegistry registry;

  VerdictLog(SemanticSettings settings, MeterRegistry registry) {
    this.most = settings.verdicts();
    this.registry = registry;
  }

  /** Counts a question that was compared with none. */
  void count(Reason reason) {
    count(reason, "none");
  }

  private void count(Reason reason, String tier) {
    counts.incrementAndGet(reason.ordinal());
    Counter.builder("sml.cache.verdicts")
        .description("Decisions about questions that may mean the same, by what found them.")
        .tag("tier", tier)
        .tag("verdict", name(reason))
        .register(registry)
        .increment();
  }

  void add(Reason reason, Verdict verdict) {
    count(reason, verdict.tier());
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
