package sml.gateway.observability.traffic;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Figures of a provider.
 *
 * @param values one for each hour or day, null where there is none
 */
record ProviderSeries(String provider, List<@Nullable Double> values) {

  /** Collects figures into series that share their hours or days. */
  static final class Table {
    private final List<Instant> starts;
    private final Map<String, List<@Nullable Double>> rows = new TreeMap<>();

    Table(List<Instant> starts) {
      this.starts = starts;
    }

    /** Puts a figure; one outside of the hours or days is left out. */
    void put(String provider, @Nullable Instant start, @Nullable Double figure) {
      int place = start == null ? -1 : starts.indexOf(start);
      if (place >= 0 && figure != null) {
        rows.computeIfAbsent(
                provider, name -> new ArrayList<>(Collections.nCopies(starts.size(), null)))
            .set(place, figure);
      }
    }

    /** The series, by provider. */
    List<ProviderSeries> series() {
      return rows.entrySet().stream()
          .map(row -> new ProviderSeries(row.getKey(), row.getValue()))
          .toList();
    }
  }
}
