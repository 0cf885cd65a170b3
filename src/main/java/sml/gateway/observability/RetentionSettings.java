package sml.gateway.observability;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How long things stay in the database.
 *
 * @param requests rows of the request log with their traces
 * @param requestHours what hours of it are summed up to
 * @param trafficHours counts of requests and calls by the hour
 * @param trafficDays the same by the day
 * @param workerLogs entries of the worker log
 * @param events operator events
 */
@Validated
@ConfigurationProperties("sml.ops.keep")
public record RetentionSettings(
    @DefaultValue("7d") Duration requests,
    @DefaultValue("32d") Duration requestHours,
    @DefaultValue("32d") Duration trafficHours,
    @DefaultValue("100d") Duration trafficDays,
    @DefaultValue("3d") Duration workerLogs,
    @DefaultValue("30d") Duration events) {

  private static final Duration LONGEST_RAW_WINDOW = Duration.ofDays(1);

  public RetentionSettings {
    if (requests.compareTo(LONGEST_RAW_WINDOW) < 0) {
      throw new IllegalArgumentException("sml.ops.keep.requests must be a day or more.");
    }
  }
}
