package sml.gateway.observability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ExamScores;
import sml.gateway.chat.LiveStats;
import sml.gateway.chat.ModelRef;
import sml.gateway.observability.Series.Sample;

/** The series that are read from the tables; one that cannot be read does not hide the others. */
@Component("tableSeries")
class TableSeries {
  private static final Logger LOG = LoggerFactory.getLogger(TableSeries.class);
  private static final int MOST_LIMITS = 250;
  private static final List<String> PROVIDER = List.of("provider");

  private final MetricsStore store;
  private final StatusStore statusStore;
  private final LiveStats liveStats;
  private final ExamScores examScores;

  /** Models of a provider that can be asked, and that are cooling down. */
  private record Count(int available, int cooldown) {
    Count plus(Count other) {
      return new Count(available + other.available, cooldown + other.cooldown);
    }
  }

  TableSeries(
      MetricsStore store, StatusStore statusStore, LiveStats liveStats, ExamScores examScores) {
    this.store = store;
    this.statusStore = statusStore;
    this.liveStats = liveStats;
    this.examScores = examScores;
  }

  List<Series> read() {
    List<Series> series = new ArrayList<>(models());
    series.add(exams());
    series.add(requests());
    series.addAll(latencies());
    series.add(cache());
    series.add(limits());
    return series;
  }

  private List<Series> models() {
    Map<String, Count> counts = new TreeMap<>();
    for (ModelRef ref : orNone(statusStore::models)) {
      counts.merge(
          ref.provider(),
          liveStats.isCoolingDown(ref) ? new Count(0, 1) : new Count(1, 0),
          Count::plus);
    }
    List<Sample> models = new ArrayList<>();
    List<Sample> cooldowns = new ArrayList<>();
    counts.forEach(
        (provider, count) -> {
          models.add(new Sample(List.of(provider, "available"), count.available()));
          models.add(new Sample(List.of(provider, "cooldown"), count.cooldown()));
          cooldowns.add(new Sample(List.of(provider), count.cooldown()));
        });
    return List.of(
        Series.gauge(
            "sml_models_total",
            "Chat models by provider and whether they can be asked now.",
            List.of("provider", "status"),
            models),
        Series.gauge(
            "sml_cooldown_active_total",
            "Chat models that are cooling down.",
            PROVIDER,
            cooldowns));
  }

  private Series exams() {
    Map<String, Integer> passed = new TreeMap<>();
    for (ModelRef ref : orNone(statusStore::models)) {
      if (examScores.of(ref).standing() == ExamScores.ExamStanding.PASSED) {
        passed.merge(ref.provider(), 1, Integer::sum);
      }
    }
    List<Sample> samples = new ArrayList<>();
    passed.forEach((provider, count) -> samples.add(new Sample(List.of(provider), count)));
    return Series.gauge(
        "sml_exam_passed_total",
        "Chat models that passed their last exam at the active level.",
        PROVIDER,
        samples);
  }

  private Series requests() {
    List<Sample> samples =
        orNone(store::requests).stream()
            .map(row -> new Sample(List.of(Integer.toString(row.status())), row.count()))
            .toList();
    return new Series(
        "sml_request_total",
        "counter",
        "Requests of the last 24 hours by HTTP status.",
        List.of("status"),
        samples);
  }

  private List<Series> latencies() {
    List<MetricsStore.Latency> rows = orNone(store::latencies);
    return List.of(
        latency("p50", rows, MetricsStore.Latency::p50Ms),
        latency("p99", rows, MetricsStore.Latency::p99Ms));
  }

  private static Series latency(
      String rank, List<MetricsStore.Latency> rows, ToDoubleFunction<MetricsStore.Latency> time) {
    return Series.gauge(
        "sml_latency_" + rank + "_seconds",
        "Time of whole answers of the last 24 hours, " + rank + ".",
        PROVIDER,
        rows.stream()
            .map(row -> new Sample(List.of(row.provider()), time.applyAsDouble(row) / 1_000))
            .toList());
  }

  private Series cache() {
    List<Sample> ratio =
        orNone(() -> List.of(store.cacheHitRatio())).stream()
            .map(share -> new Sample(List.of(), share))
            .toList();
    return Series.gauge(
        "sml_cache_hit_ratio", "Share of answers that came from a cache.", List.of(), ratio);
  }

  private Series limits() {
    List<Sample> samples =
        orNone(() -> store.limits(MOST_LIMITS)).stream().flatMap(TableSeries::left).toList();
    return Series.gauge(
        "sml_provider_limit_remaining",
        "Tokens left of a learned quota, a minute (tpm) or a day (tpd).",
        List.of("provider", "model", "type"),
        samples);
  }

  private static Stream<Sample> left(MetricsStore.Left row) {
    List<Sample> samples = new ArrayList<>();
    if (row.tpm() != null) {
      samples.add(new Sample(List.of(row.provider(), row.model(), "tpm"), row.tpm()));
    }
    if (row.tpd() != null) {
      samples.add(new Sample(List.of(row.provider(), row.model(), "tpd"), row.tpd()));
    }
    return samples.stream();
  }

  private static <T> List<T> orNone(Supplier<List<T>> query) {
    try {
      return query.get();
    } catch (DataAccessException away) {
      LOG.debug("event=metrics_unreadable cause={}", away.getMostSpecificCause().toString());
      return List.of();
    }
  }
}
