package sml.gateway.reply;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How waiting clients are kept.
 *
 * @param keepAlive silence after which a stream gets a {@code : keep-alive} comment; clients and
 *     proxies give up after a minute or so without a byte
 */
@Validated
@ConfigurationProperties("sml.reply")
record StreamSettings(@DefaultValue("10s") Duration keepAlive) {}
