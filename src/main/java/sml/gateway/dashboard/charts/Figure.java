package sml.gateway.dashboard.charts;

import org.jspecify.annotations.Nullable;

/** A figure of an answer of the API, for sums and charts; 0 where it is absent or no number. */
public final class Figure {
  private Figure() {}

  public static long whole(@Nullable Object value) {
    return value instanceof Number number ? number.longValue() : 0;
  }

  public static double real(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : 0;
  }
}
