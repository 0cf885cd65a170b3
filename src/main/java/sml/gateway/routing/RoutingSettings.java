package sml.gateway.routing;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How candidates are raced and retried.
 *
 * @param hedgeWidth contenders asked at once, 1 to 3
 * @param scarceBelow share of quota under which a contender waits for the first one, 0 to 1
 * @param longPrompt estimated tokens above which contenders wait for the first one
 * @param usualFirstContent assumed of a model that was not measured yet
 * @param tries tries of one named model
 * @param backOff pause before the second try; doubles with each further one
 * @param longestRetryAfter a named model is waited for when it asks for no more than this
 * @param longestRest when every candidate rests, the soonest is waited for up to this
 * @param longestPlan candidates kept in a plan
 */
@Validated
@ConfigurationProperties("sml.routing")
record RoutingSettings(
    @DefaultValue("3") int hedgeWidth,
    @DefaultValue("0.2") double scarceBelow,
    @DefaultValue("20000") int longPrompt,
    @DefaultValue("1500ms") Duration usualFirstContent,
    @DefaultValue("3") int tries,
    @DefaultValue("500ms") Duration backOff,
    @DefaultValue("10s") Duration longestRetryAfter,
    @DefaultValue("60s") Duration longestRest,
    @DefaultValue("25") int longestPlan) {}
