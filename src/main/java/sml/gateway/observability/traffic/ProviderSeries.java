package sml.gateway.observability.traffic;

import java.time.Instant;
import java.util.ArrayList;
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
      if (place < 0 || figure == null) {
        return;
      }
      List<@Nullable Double> row = rows.get(provider);
      if (row == null) {
        row = unknown();
        rows.put(provider, row);
      }
      row.set(place, figure);
    }

    private List<@Nullable Double> unknown() {
      List<@Nullable Double> row = new ArrayList<@Nullable Double>(starts.size());
      for (int place = 0; place < starts.size(); place++) {
        row.add(null);
      }
      return row;
    }

    /** The series, by provider. */
    List<ProviderSeries> series() {
      List<ProviderSeries> series = new ArrayList<>();
      for (Map.Entry<String, List<@Nullable Double>> row : rows.entrySet()) {
        List<@Nullable Double> values = row.getValue();
        series.add(new ProviderSeries(row.getKey(), values));
      }
      return series;
    }
  }
}
