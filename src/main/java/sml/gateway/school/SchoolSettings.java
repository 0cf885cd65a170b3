package sml.gateway.school;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.school.*}.
 *
 * @param atOnce questions under way at once, over all providers
 * @param perProvider questions under way at once at one provider
 * @param perSecond questions begun in a second, so that clients keep the processor
 * @param perDay questions to a provider in a UTC day at most, by its name; of others only {@code
 *     leave} bounds them. For providers with one small quota for all models that they do not report
 *     beforehand
 * @param leave share of a model's quota that exams leave to live traffic, 0 to 1
 * @param roundLasts no question is begun later than this in a round
 * @param linger how long a round waits for a model that is cooling down
 * @param breather pause of a model whose quota has run low: per-minute quotas recover
 * @param timeout timeout of one answer
 * @param thinkingTimeout timeout of one answer of a model that thinks first
 * @param room tokens for one answer
 * @param thinkingRoom tokens for the thoughts and answer of a model that thinks first
 * @param attemptLasts after this time without an answer an attempt ends with those it has
 * @param enough share of the questions an attempt needs answered then, or it is void
 * @param firstRetry pause before a question whose answer did not come is asked again; fourfold each
 *     further time
 * @param longestRetry longest such pause
 * @param empties how often a model may say nothing before that is its answer
 * @param guard a model is not examined again sooner than this, not even with a new key
 * @param halfLife age at which an answer counts half
 * @param contenders models per category that sit tie breaks for its chair; 0 for none
 * @param tieBreakAnswers weight of evidence from which a contender needs no more tie breaks
 * @param tieBreakUsed models per category that are asked in each round because they answer most
 *     requests of it; 0 for none
 * @param tieBreakPerRound tie-break questions for one model in one round
 * @param tieBreakLeave share of a model's quota that tie breaks leave to others, 0 to 1
 * @param proctors how many are appointed at most
 * @param marks how many proctors mark an answer at most
 * @param variants other wordings of open questions, set by proctors
 */
@Validated
@ConfigurationProperties("sml.school")
public record SchoolSettings(
    @DefaultValue("16") @Min(1) int atOnce,
    @DefaultValue("4") @Min(1) int perProvider,
    @DefaultValue("24") @Min(1) int perSecond,
    @DefaultValue Map<String, @Min(0) Integer> perDay,
    @DefaultValue("0.5") @Min(0) @Max(1) double leave,
    @DefaultValue("10m") Duration roundLasts,
    @DefaultValue("60s") Duration linger,
    @DefaultValue("20s") Duration breather,
    @DefaultValue("60s") Duration timeout,
    @DefaultValue("120s") Duration thinkingTimeout,
    @DefaultValue("1000") @Min(1) int room,
    @DefaultValue("4000") @Min(1) int thinkingRoom,
    @DefaultValue("3d") Duration attemptLasts,
    @DefaultValue("0.8") @Min(0) @Max(1) double enough,
    @DefaultValue("1m") Duration firstRetry,
    @DefaultValue("6h") Duration longestRetry,
    @DefaultValue("3") @Min(1) int empties,
    @DefaultValue("5m") Duration guard,
    @DefaultValue("14d") Duration halfLife,
    @DefaultValue("6") @Min(0) int contenders,
    @DefaultValue("40") @Min(0) int tieBreakAnswers,
    @DefaultValue("3") @Min(0) int tieBreakUsed,
    @DefaultValue("3") @Min(0) int tieBreakPerRound,
    @DefaultValue("0.8") @Min(0) @Max(1) double tieBreakLeave,
    @DefaultValue("10") @Min(0) int proctors,
    @DefaultValue("3") @Min(1) int marks,
    @DefaultValue @Valid Variants variants) {

  /**
   * Settings {@code sml.school.variants.*}.
   *
   * @param enabled whether proctors propose variants, and whether accepted ones are asked; an
   *     attempt under way keeps its own
   * @param perQuestion accepted variants of a question at most; 0 for none
   * @param perRound variants that are proposed or judged in a run of the work cycle at most: each
   *     costs one question to a proctor, or two when both follow at once
   * @param pause nothing is proposed for a question for this long after the last proposal
   * @param fresh when a question has all its variants, the next is proposed once the oldest is of
   *     this age, and replaces it
   */
  public record Variants(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("5") @Min(0) @Max(50) int perQuestion,
      @DefaultValue("1") @Min(0) @Max(20) int perRound,
      @DefaultValue("6h") Duration pause,
      @DefaultValue("14d") Duration fresh) {}
}
