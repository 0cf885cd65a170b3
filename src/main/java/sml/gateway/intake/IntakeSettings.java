package sml.gateway.intake;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Defaults for clients that do not send a value.
 *
 * @param timeBudget time limit of a client until the first content of an answer; the SDKs' default
 *     is 10 minutes
 */
@Validated
@ConfigurationProperties("sml.intake")
record IntakeSettings(@DefaultValue("10m") Duration timeBudget) {}
