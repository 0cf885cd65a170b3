package sml.gateway.modelhealth.checks;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.warmup.*}.
 *
 * @param mostModels models kept warm at most, the fastest first
 * @param share of a known day quota that pings may take, 0 to 1; without one no token is spent
 * @param tokensPerPing estimated cost of a ping
 * @param timeout how long a ping may take
 * @param parallel pings at a time
 * @param kept how long pings are remembered
 */
@Validated
@ConfigurationProperties("sml.warmup")
public record WarmUpSettings(
    @DefaultValue("30") @Min(0) int mostModels,
    @DefaultValue("0.01") @Min(0) @Max(1) double share,
    @DefaultValue("20") @Min(1) int tokensPerPing,
    @DefaultValue("8s") @NotNull Duration timeout,
    @DefaultValue("8") @Min(1) @Max(64) int parallel,
    @DefaultValue("2d") @NotNull Duration kept) {}
