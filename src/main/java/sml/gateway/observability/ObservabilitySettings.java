package sml.gateway.observability;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the request log, the health and the status.
 *
 * @param promptPreview characters of a prompt and of an answer that a log row keeps; 0 keeps none
 * @param bufferRows rows that may wait for the database; the oldest are dropped beyond
 * @param bufferLines candidates, dropped models and attempts that the traces of all waiting rows
 *     may hold together; bounds the memory an outage costs (about 150 bytes each)
 * @param batchRows rows written by one statement
 * @param writeEvery pause between two batches while rows come slowly
 * @param checkEvery pause between two database checks for the health
 * @param statusEvery pause between two readings of the tables the status shows
 */
@Validated
@ConfigurationProperties("sml.ops")
public record ObservabilitySettings(
    @DefaultValue("0") @Min(0) @Max(10_000) int promptPreview,
    @DefaultValue("10000") @Min(1) int bufferRows,
    @DefaultValue("250000") @Min(1) int bufferLines,
    @DefaultValue("500") @Min(1) @Max(5_000) int batchRows,
    @DefaultValue("200ms") Duration writeEvery,
    @DefaultValue("2s") Duration checkEvery,
    @DefaultValue("5s") Duration statusEvery) {}
