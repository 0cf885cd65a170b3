package sml.gateway.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What is assumed of a client that does not say.
 *
 * @param patience how long a client waits for the first content of an answer in all; the SDKs'
 *     default is 10 minutes
 */
@Validated
@ConfigurationProperties("sml.intake")
record IntakeSettings(@DefaultValue("10m") Duration patience) {}
