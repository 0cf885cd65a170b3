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
 * @param usualFirstContent assumed of a model that was not measured yet
 * @param assumedPerMinute requests a minute that a provider is thought to allow when it says
 *     nothing
 * @param scarceBelow share of quota under which a hedge begins with one candidate, 0 to 1
 * @param longPrompt estimated tokens above which a hedge begins with one candidate
 * @param panicOwners with fewer healthy owners than this, cooling models are asked too
 * @param panicShare with a smaller healthy share of the models that fit, cooling ones are asked too
 * @param secondWorth what a second of waiting costs, in points of a hundred for a sure answer
 * @param shareWorth points that a busy provider loses for its share of calls above a third, times
 *     that share
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
    @DefaultValue("8") int attempts,
    @DefaultValue("300ms") Duration rescueFloor,
    @DefaultValue("4s") Duration rescueCeiling,
    @DefaultValue("1500ms") Duration usualFirstContent,
    @DefaultValue("30") int assumedPerMinute,
    @DefaultValue("0.2") double scarceBelow,
    @DefaultValue("20000") int longPrompt,
    @DefaultValue("3") int panicOwners,
    @DefaultValue("0.3") double panicShare,
    @DefaultValue("30") double secondWorth,
    @DefaultValue("100") double shareWorth,
    @DefaultValue("3") int tries,
    @DefaultValue("500ms") Duration backOff,
    @DefaultValue("10s") Duration longestRetryAfter,
    @DefaultValue("60s") Duration longestRest,
    @DefaultValue("500ms") Duration spread,
    @DefaultValue("25") int longestPlan) {}
