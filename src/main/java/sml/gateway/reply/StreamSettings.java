package sml.gateway.reply;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings that keep a stream alive while it waits.
 *
 * @param keepAlive silence after which a stream gets a {@code : keep-alive} comment; clients and
 *     proxies give up after a minute or so without a byte
 * @param holdCalls how long the pieces of a tool call are kept back while it is not complete, so
 *     that another model can make it anew when the upstream breaks off
 */
@Validated
@ConfigurationProperties("sml.reply")
record StreamSettings(
    @DefaultValue("10s") Duration keepAlive, @DefaultValue("1s") Duration holdCalls) {}
