package sml.gateway.catalog.observed;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.util.Locale;
import sml.gateway.catalog.Provider;

/**
 * The end of a provider's free tier as it was observed.
 *
 * @param access paid or retired
 * @param cause what showed it
 * @param said the words that showed it
 * @param probedAt when it was last looked whether it is back
 */
@JsonNaming(SnakeCaseStrategy.class)
public record AccessObservation(
    @JsonIgnore String provider,
    String access,
    String cause,
    String said,
    Instant since,
    Instant probedAt) {

  /** What may show that a free tier has ended. */
  enum Cause {
    /** Every model that was asked refused. */
    CALLS,
    /** The list holds no free model any more. */
    LIST,
    /** The list answers 410. */
    LIST_GONE,
    /** Nothing has answered for days. */
    SILENCE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  Provider.Access state() {
    return Provider.Access.of(access);
  }

  boolean by(Cause other) {
    return cause.equals(other.word());
  }
}
