package sml.gateway.school.api;

import java.time.Instant;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/** Times of table columns as text. */
final class Timestamps {
  private Timestamps() {}

  /** ISO 8601 in UTC; null stays null. */
  static @Nullable String of(@Nullable Object column) {
    return column instanceof Date time ? Instant.ofEpochMilli(time.getTime()).toString() : null;
  }
}
