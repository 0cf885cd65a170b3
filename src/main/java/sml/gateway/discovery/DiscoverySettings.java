package sml.gateway.discovery;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings {@code sml.discovery.*}.
 *
 * @param scanParallel how many providers are scanned at a time
 */
@Validated
@ConfigurationProperties("sml.discovery")
record DiscoverySettings(@DefaultValue("8") @Min(1) @Max(64) int scanParallel) {}
