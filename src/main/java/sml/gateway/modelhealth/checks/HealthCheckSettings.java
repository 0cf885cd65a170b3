package sml.gateway.modelhealth.checks;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.health.*}.
 *
 * @param every pause between two checks of one model
 * @param liveProof a model that answered a client within this time is not checked
 * @param perRound checks in one round at most
 * @param perProvider questions to one provider in one round at most
 * @param perDay questions to one provider in a day at most
 * @param headroom share of its quota a model must have left to be asked, 0 to 1
 * @param probes models asked about one skill in one round at most
 * @param recheck after this time a skill that a model was found to lack is looked at again
 * @param timeout how long an answer may take
 * @param localTimeout the same for models on this machine
 * @param paymentRest how long a model that asks for payment cools down
 * @param parallel questions at a time
 */
@Validated
@ConfigurationProperties("sml.health")
public record HealthCheckSettings(
    @DefaultValue("24h") @NotNull Duration every,
    @DefaultValue("1h") @NotNull Duration liveProof,
    @DefaultValue("40") @Min(0) int perRound,
    @DefaultValue("2") @Min(0) int perProvider,
    @DefaultValue("10") @Min(0) int perDay,
    @DefaultValue("0.5") @Min(0) @Max(1) double headroom,
    @DefaultValue("3") @Min(0) int probes,
    @DefaultValue("7d") @NotNull Duration recheck,
    @DefaultValue("15s") @NotNull Duration timeout,
    @DefaultValue("120s") @NotNull Duration localTimeout,
    @DefaultValue("24h") @NotNull Duration paymentRest,
    @DefaultValue("5") @Min(1) @Max(64) int parallel) {}
