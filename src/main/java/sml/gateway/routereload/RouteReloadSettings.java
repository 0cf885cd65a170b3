package sml.gateway.routereload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of live editing.
 *
 * @param enabled whether edits of the routes folder count while the gateway serves
 * @param every pause between two looks at the folder; an edit counts when two looks in a row found
 *     the same
 * @param drain longest wait for requests that began on the replaced routes; then they are ended
 */
@Validated
@ConfigurationProperties("sml.liveroutes")
record RouteReloadSettings(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("1s") Duration every,
    @DefaultValue("15m") Duration drain) {}
