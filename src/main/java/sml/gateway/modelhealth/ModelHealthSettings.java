package sml.gateway.modelhealth;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.learning.*}.
 *
 * @param flushEvery pause between two writes of what changed to the database
 * @param mostModels how many models are remembered at most; those idle longest are forgotten first
 * @param firstCooldown cooldown after a first failure; doubles with each further one
 * @param longestCooldown longest cooldown that failures alone can cause
 * @param quietTime after this time without a failure the next one counts as the first
 * @param longestRest longest cooldown a provider can ask for; a month's quota may be used up on its
 *     first day
 * @param goneFor how long a model is excluded that did not exist three times in a row
 * @param sizeMemory how long it is remembered which prompt was too large for a model
 * @param stormCalls how many calls of a provider a storm of 429s needs at least
 * @param stormShare which share of them has to be 429s at least, above 0 to 1
 * @param stormModels over how many of its models at least
 * @param stormWithin the age up to which a call counts for that
 * @param stormRest how long the provider then cools down, for requests that did not name it, when
 *     it does not say how long
 * @param longestStormRest how long it cools down at most, whatever it says
 * @param capDecrease what a 429 without a known limit leaves of the rate that was accepted, above 0
 *     to 1
 * @param capIncrease share of the rate that was refused by which a minute without a 429 raises it
 * @param capHoldMinutes minutes without a 429 before more than that rate is tried
 * @param capForgetAfter a rate that was learned and not reached for so long is forgotten
 * @param paceAhead share of a day's quota that may be used before its time; a model that used more
 *     ranks lower
 * @param breakerSuccess success share below which a breaker opens, 0 to 1
 * @param breakerCalls results a verdict needs
 * @param breakerWindow how many results count as recent
 * @param breakerOpen how long an open breaker rejects every request
 * @param namedProbe pause between two probes of an open breaker by requests that name the model
 * @param probeTimeout after this time a probe that has not ended no longer keeps others out
 * @param halfLife age at which a result counts half
 * @param priorSuccess success share expected of a model that was never asked, 0 to 1
 * @param priorWeight how many results that expectation is worth
 * @param keepHealth how long an entry of {@code health_logs} stays after its cooldown
 */
@Validated
@ConfigurationProperties("sml.learning")
record ModelHealthSettings(
    @DefaultValue("2s") Duration flushEvery,
    @DefaultValue("4000") @Min(100) int mostModels,
    @DefaultValue("10s") Duration firstCooldown,
    @DefaultValue("2m") Duration longestCooldown,
    @DefaultValue("10m") Duration quietTime,
    @DefaultValue("32d") Duration longestRest,
    @DefaultValue("30d") Duration goneFor,
    @DefaultValue("10m") Duration sizeMemory,
    @DefaultValue("10") @Min(2) int stormCalls,
    @DefaultValue("0.5") @Min(0) @Max(1) double stormShare,
    @DefaultValue("2") @Min(1) int stormModels,
    @DefaultValue("30s") Duration stormWithin,
    @DefaultValue("15s") Duration stormRest,
    @DefaultValue("60s") Duration longestStormRest,
    @DefaultValue("0.7") @Min(0) @Max(1) double capDecrease,
    @DefaultValue("0.1") @Min(0) @Max(1) double capIncrease,
    @DefaultValue("2") @Min(1) int capHoldMinutes,
    @DefaultValue("1h") Duration capForgetAfter,
    @DefaultValue("0.1") @Min(0) @Max(1) double paceAhead,
    @DefaultValue("0.3") @Min(0) @Max(1) double breakerSuccess,
    @DefaultValue("5") @Min(1) int breakerCalls,
    @DefaultValue("10") @Min(1) int breakerWindow,
    @DefaultValue("30s") Duration breakerOpen,
    @DefaultValue("3s") Duration namedProbe,
    @DefaultValue("2m") Duration probeTimeout,
    @DefaultValue("6h") Duration halfLife,
    @DefaultValue("0.7") @Min(0) @Max(1) double priorSuccess,
    @DefaultValue("5") @Min(1) double priorWeight,
    @DefaultValue("3d") Duration keepHealth) {}
