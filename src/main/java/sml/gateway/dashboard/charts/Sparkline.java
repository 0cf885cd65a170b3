package sml.gateway.dashboard.charts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of a provider over hours or days as small columns.
 *
 * @param columns those that are known
 * @param newest the last known figure
 */
public record Sparkline(int width, List<Column> columns, @Nullable Double newest) {
  static final int HEIGHT = 24;
  private static final int STEP = 6;

  /**
   * A column.
   *
   * @param missing what is missing at the top, for shares
   */
  public record Column(String at, double value, int x, long y, long height, long missing) {}

  /** Shares in percent: what is missing to 100 is drawn too. */
  public static Map<Object, Sparkline> shares(List<?> starts, List<Map<String, Object>> series) {
    return all(starts, series, 100, true);
  }

  /** Amounts, each beside the largest of all series, so that providers can be compared. */
  public static Map<Object, Sparkline> amounts(List<?> starts, List<Map<String, Object>> series) {
    double most =
        series.stream()
            .flatMap(one -> values(one).stream())
            .mapToDouble(Figure::real)
            .max()
            .orElse(0);
    return all(starts, series, Math.max(1, most), false);
  }

  private static Map<Object, Sparkline> all(
      List<?> starts, List<Map<String, Object>> series, double top, boolean shares) {
    Map<Object, Sparkline> all = new HashMap<>();
    series.forEach(one -> all.put(one.get("provider"), of(starts, values(one), top, shares)));
    return all;
  }

  private static Sparkline of(List<?> starts, List<?> values, double top, boolean shares) {
    List<Column> columns = new ArrayList<>();
    Double newest = null;
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) instanceof Number number) {
        double value = number.doubleValue();
        long height = Math.round(HEIGHT * Math.sqrt(value / top));
        if (shares) {
          height = Math.round(HEIGHT * value / top);
        }
        long shown = Math.clamp(height, shares ? 0 : 1, HEIGHT);
        columns.add(
            new Column(
                String.valueOf(starts.get(i)),
                value,
                i * STEP,
                HEIGHT - shown,
                shown,
                shares ? HEIGHT - shown : 0));
        newest = value;
      }
    }
    return new Sparkline(values.size() * STEP, columns, newest);
  }

  private static List<?> values(Map<String, Object> series) {
    return series.get("values") instanceof List<?> values ? values : List.of();
  }
}
