package sml.gateway.translation;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * What the endpoints of other protocols do with what their clients have built in.
 *
 * @param modelAliases entries {@code name=model}, the first that matches counts: a name that ends
 *     in {@code *} stands for every name that begins so and that no provider offers, any other one
 *     for itself, offered or not
 * @param longestAnswer the most tokens that Anthropic's {@code max_tokens} may ask for: it has to
 *     be in every request, so clients put in the most that a model of Anthropic's can write
 * @param itemsKept how long an output item of Responses can be named in place of sending it
 * @param itemsSize the most that such items may take
 */
@Validated
@ConfigurationProperties("sml.translation")
record TranslationSettings(
    @DefaultValue({"claude-*=sml/auto", "gpt-*=sml/auto"}) List<String> modelAliases,
    @DefaultValue("16384") @Min(1) int longestAnswer,
    @DefaultValue("1h") Duration itemsKept,
    @DefaultValue("16MB") DataSize itemsSize) {}
