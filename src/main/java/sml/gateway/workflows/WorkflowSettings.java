package sml.gateway.workflows;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of answers that take several chats.
 *
 * @param comparedModels models of one comparison
 * @param comparison how long each model of a comparison may take that does not say so
 * @param longestComparison the most it may say
 * @param attempts how often a model may try to keep to a schema, the first time included
 * @param schemaSize bytes of a schema
 */
@Validated
@ConfigurationProperties("sml.workflows")
record WorkflowSettings(
    @DefaultValue("10") int comparedModels,
    @DefaultValue("30s") Duration comparison,
    @DefaultValue("10m") Duration longestComparison,
    @DefaultValue("5") int attempts,
    @DefaultValue("200000") int schemaSize) {}
