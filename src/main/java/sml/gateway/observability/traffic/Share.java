package sml.gateway.observability.traffic;

import org.jspecify.annotations.Nullable;

/** Parts of a whole as the figures show them. */
final class Share {
  private Share() {}

  /** In percent with two decimals, null of nothing. */
  static @Nullable Double percent(long part, long whole) {
    return whole == 0 ? null : rounded(100.0 * part / whole);
  }

  /** With two decimals. */
  static double rounded(double figure) {
    return Math.round(figure * 100) / 100.0;
  }
}
