package sml.gateway.dashboard.live;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the streams that keep open pages up to date.
 *
 * @param settle how long a change waits for those that come with it
 * @param every shortest time between two renderings of a page while much happens
 * @param check longest time between two of them while a page is open, for what changes by itself,
 *     such as the end of a cooldown
 * @param heartbeat how long a stream may be silent until a comment shows that it is alive
 * @param mostViewers streams that may be open at once; further pages refresh themselves slowly
 */
@Validated
@ConfigurationProperties("sml.pages")
record PageStreamSettings(
    @DefaultValue("200ms") Duration settle,
    @DefaultValue("3s") Duration every,
    @DefaultValue("30s") Duration check,
    @DefaultValue("25s") Duration heartbeat,
    @DefaultValue("500") @Min(0) int mostViewers) {}
