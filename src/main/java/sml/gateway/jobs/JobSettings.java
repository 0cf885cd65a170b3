package sml.gateway.jobs;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the scheduled work. When each job runs is in {@code routes/jobs.camel.yaml}.
 *
 * @param enabled whether scheduled work runs in this process; what is started by hand always does
 * @param threads jobs that may run here at the same time
 * @param checkIn pause between two heartbeats to the other gateways; one without a heartbeat for
 *     three pauses counts as stopped
 */
@Validated
@ConfigurationProperties("sml.jobs")
record JobSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("4") @Min(1) @Max(32) int threads,
    @DefaultValue("3s") Duration checkIn) {}
