package sml.gateway.cache;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.cache.*}.
 *
 * @param enabled whether answers may come out of a cache; {@code SML_CACHE_ENABLED}
 * @param ttl how long an answer is remembered
 * @param entries most answers that are remembered in this process
 * @param memory most memory for them
 * @param largestRequest larger bodies are neither looked up nor remembered: their key would cost
 *     more than it saves
 * @param largestAnswer larger answers are not remembered, and no further request joins them
 * @param temperature requests with a higher one want another answer each time
 * @param flights most different requests that others can join at the same time
 * @param timeBudget how long all look-ups of a request may wait together, at most 50 ms
 * @param piecePause pause between two pieces of a remembered answer that goes out as a stream
 */
@Validated
@ConfigurationProperties("sml.cache")
public record CacheSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("1h") Duration ttl,
    @DefaultValue("10000") @Min(1) int entries,
    @DefaultValue("32MB") DataSize memory,
    @DefaultValue("256KB") DataSize largestRequest,
    @DefaultValue("256KB") DataSize largestAnswer,
    @DefaultValue("0.3") @Min(0) @Max(2) double temperature,
    @DefaultValue("1000") @Min(0) int flights,
    @DefaultValue("40ms") @DurationMin(millis = 0) @DurationMax(millis = 50) Duration timeBudget,
    @DefaultValue("2ms") Duration piecePause) {}
