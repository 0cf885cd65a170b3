package sml.gateway.observability.traffic;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** A span of whole hours or days (UTC) that ends with the present one. */
enum TrafficWindow {
  DAY("24h", ChronoUnit.HOURS, 24),
  WEEK("7d", ChronoUnit.DAYS, 7),
  MONTH("30d", ChronoUnit.DAYS, 30);

  private final String id;
  private final ChronoUnit unit;
  private final int count;

  TrafficWindow(String id, ChronoUnit unit, int count) {
    this.id = id;
    this.unit = unit;
    this.count = count;
  }

  /** The window of the parameter {@code window}, a day when it is absent. */
  static TrafficWindow of(@Nullable String given) {
    if (given == null || given.isEmpty()) {
      return DAY;
    }
    return Arrays.stream(values())
        .filter(window -> window.id.equals(given))
        .findFirst()
        .orElseThrow(() -> new InvalidRequest("`window` must be one of " + ids() + ".", "window"));
  }

  private static String ids() {
    return Arrays.stream(values()).map(TrafficWindow::id).collect(Collectors.joining(", "));
  }

  String id() {
    return id;
  }

  /** The column {@code grain} of the rows that hold it. */
  String grain() {
    return unit == ChronoUnit.HOURS ? "hour" : "day";
  }

  /** When it begins. */
  Instant since(Instant now) {
    return starts(unit, count, now).getFirst();
  }

  /** The beginnings of this many hours or days, the present one last. */
  static List<Instant> starts(ChronoUnit unit, int count, Instant now) {
    Instant last = now.truncatedTo(unit);
    return Stream.iterate(last.minus(count - 1L, unit), start -> start.plus(1, unit))
        .limit(count)
        .toList();
  }
}
