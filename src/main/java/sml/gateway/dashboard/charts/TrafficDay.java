package sml.gateway.dashboard.charts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The last 24 hours as a chart: columns of requests, and times beside their targets.
 *
 * @param requests of all hours
 * @param most requests of the busiest hour
 * @param columns one for each hour that had requests
 * @param lines times of half and of nearly all requests
 * @param longestMs the top of the scale of times
 */
public record TrafficDay(
    long requests, long most, List<Column> columns, List<Line> lines, long longestMs) {
  static final int HEIGHT = 100;
  static final int STEP = 25;
  private static final int WIDTH = 19;

  /** An hour; failed requests stand on top of those that were answered. */
  public record Column(
      Object hour,
      long requests,
      long failures,
      int x,
      int width,
      long answeredY,
      long answeredHeight,
      long failedHeight) {}

  /**
   * A kind of times over the hours.
   *
   * @param name {@code p50}, {@code p95} or {@code first}
   * @param points of an SVG line, hours without requests left out
   * @param goalY where its target is, null without one
   * @param last the newest one in milliseconds
   */
  public record Line(String name, String points, @Nullable Long goalY, @Nullable Object last) {}

  /** The chart of the hours of {@code /api/analytics}, with the targets of {@code /api/status}. */
  public static TrafficDay of(List<Map<String, Object>> hours, Map<?, ?> targets) {
    long most =
        hours.stream().mapToLong(hour -> Figure.whole(hour.get("requests"))).max().orElse(0);
    long slowest = hours.stream().mapToLong(hour -> ms(hour, "latencyMs", "p95")).max().orElse(0);
    long top = Math.max(1, Math.max(slowest, Figure.whole(targets.get("p50Ms"))));
    return new TrafficDay(
        hours.stream().mapToLong(hour -> Figure.whole(hour.get("requests"))).sum(),
        most,
        columns(hours, most),
        List.of(
            line("p95", hours, top, null, hour -> ms(hour, "latencyMs", "p95")),
            line("p50", hours, top, targets.get("p50Ms"), hour -> ms(hour, "latencyMs", "p50")),
            line("first", hours, top, null, hour -> ms(hour, "firstContentMs", "p50"))),
        top);
  }

  private static List<Column> columns(List<Map<String, Object>> hours, long most) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < hours.size(); i++) {
      Map<String, Object> hour = hours.get(i);
      long requests = Figure.whole(hour.get("requests"));
      long failures = Figure.whole(hour.get("failures"));
      if (requests > 0) {
        long height = Math.max(2, HEIGHT * requests / most);
        long failed = failures == 0 ? 0 : Math.max(1, height * failures / requests);
        columns.add(
            new Column(
                String.valueOf(hour.get("hour")),
                requests,
                failures,
                i * STEP + (STEP - WIDTH) / 2,
                WIDTH,
                HEIGHT - height + failed,
                height - failed,
                failed));
      }
    }
    return columns;
  }

  private static Line line(
      String name,
      List<Map<String, Object>> hours,
      long top,
      @Nullable Object goal,
      Function<Map<String, Object>, Long> time) {
    StringBuilder points = new StringBuilder();
    Long last = null;
    for (int i = 0; i < hours.size(); i++) {
      long ms = time.apply(hours.get(i));
      if (ms > 0) {
        points.append(i * STEP + STEP / 2).append(',').append(y(ms, top)).append(' ');
        last = ms;
      }
    }
    if (!points.isEmpty() && points.indexOf(" ") == points.length() - 1) {
      // a line of one point is not drawn, one of the same point twice is a dot
      points.append(points);
    }
    Long goalY = goal instanceof Number target ? Long.valueOf(y(target.longValue(), top)) : null;
    return new Line(name, points.toString().strip(), goalY, last);
  }

  /** By the root, as the times of the newest requests. */
  private static long y(long ms, long top) {
    return HEIGHT - Math.round(HEIGHT * Math.sqrt((double) Math.min(ms, top) / top));
  }

  private static long ms(Map<String, Object> hour, String times, String percentile) {
    return hour.get(times) instanceof Map<?, ?> known ? Figure.whole(known.get(percentile)) : 0;
  }
}
