package sml.gateway.inference;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of requests that are no chats.
 *
 * @param timeBudget how long a client waits that does not say so
 * @param inputs texts that one embedding request may hold
 * @param batch inputs that one call to a provider holds where no smaller limit is known
 * @param local whether the embedder in this process can be asked by its name, {@code
 *     local/all-minilm-l6-v2-q}
 */
@Validated
@ConfigurationProperties("sml.inference")
record InferenceSettings(
    @DefaultValue("10m") Duration timeBudget,
    @DefaultValue("2048") int inputs,
    @DefaultValue("2048") int batch,
    @DefaultValue("true") boolean local) {}
