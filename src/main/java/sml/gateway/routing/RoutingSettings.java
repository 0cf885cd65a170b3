package sml.gateway.routing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How candidates are hedged and retried.
 *
 * @param hedgeWidth candidates asked at once where quota is plentiful, 1 to 3
 * @param mostInFlight candidates in flight at the same time for one request, 1 to 5
 * @param attempts candidates asked for one request in all
 * @param rescueFloor a further candidate joins no sooner than this after the last one
 * @param rescueCeiling a further candidate joins no later than this after the last one
 * @param rescueSilence while a whole answer comes piece by piece no candidate joins, unless it is
 *     silent for this long
 * @param usualFirstContent assumed of a model that was not measured yet
 * @param furtherCalls calls beside the first one that a request earns on average
 * @param furtherCallsAMinute calls beside the first one that a minute earns, so that few requests
 *     are hedged always
 * @param scarceBelow share of quota under which a hedge begins with one candidate, 0 to 1
 * @param longPrompt estimated tokens above which a hedge begins with one candidate
 * @param panicOwners with fewer healthy owners than this, cooling models are asked too
 * @param panicShare with a smaller healthy share of the models that fit, cooling ones are asked too
 * @param timeWorth points of a hundred that an endless wait costs; one of a second costs half
 * @param qualityWorth points by which a right answer is worth more than a wrong one; an answer of
 *     which nothing is known counts a hundred
 * @param shareWorth points that a busy provider loses for its share of the answers above 0.385,
 *     times what is above
 * @param mostShareWorth points that it loses for that at most
 * @param coolingWorth points that a model loses for cooling down, where it may be asked
 * @param callWorth time that a further call has to save on average when the budget is used up
 * @param rescueWorth a further candidate joins before one is late when that saves as much on
 *     average
 * @param tries tries of one named model
 * @param backOff pause before the second try; doubles with each further one
 * @param longestRetryAfter a named model is waited for when it asks for no more than this
 * @param longestRest when no candidate may be asked, the soonest is waited for up to this
 * @param spread waiting requests come back spread over this time
 * @param longestPlan candidates kept in a plan
 */
@Validated
@ConfigurationProperties("sml.routing")
record RoutingSettings(
    @DefaultValue("3") int hedgeWidth,
    @DefaultValue("5") int mostInFlight,
    @DefaultValue("10") int attempts,
    @DefaultValue("200ms") Duration rescueFloor,
    @DefaultValue("4s") Duration rescueCeiling,
    @DefaultValue("1s") Duration rescueSilence,
    @DefaultValue("1500ms") Duration usualFirstContent,
    @DefaultValue("0.74") double furtherCalls,
    @DefaultValue("50") int furtherCallsAMinute,
    @DefaultValue("0.2") double scarceBelow,
    @DefaultValue("20000") int longPrompt,
    @DefaultValue("3") int panicOwners,
    @DefaultValue("0.3") double panicShare,
    @DefaultValue("100") double timeWorth,
    @DefaultValue("300") double qualityWorth,
    @DefaultValue("3000") double shareWorth,
    @DefaultValue("100") double mostShareWorth,
    @DefaultValue("5") double coolingWorth,
    @DefaultValue("150ms") Duration callWorth,
    @DefaultValue("250ms") Duration rescueWorth,
    @DefaultValue("3") int tries,
    @DefaultValue("500ms") Duration backOff,
    @DefaultValue("10s") Duration longestRetryAfter,
    @DefaultValue("60s") Duration longestRest,
    @DefaultValue("500ms") Duration spread,
    @DefaultValue("25") int longestPlan) {}
