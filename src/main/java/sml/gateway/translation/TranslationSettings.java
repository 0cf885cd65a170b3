package sml.gateway.translation;

import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * What the endpoints of other protocols do with model names that their clients have built in.
 *
 * @param modelAliases entries {@code name=model}, the first that matches counts: a name that ends
 *     in {@code *} stands for every name that begins so and that no provider offers, any other one
 *     for itself, offered or not
 */
@Validated
@ConfigurationProperties("sml.translation")
record TranslationSettings(
    @DefaultValue({"claude-*=sml/auto", "gpt-*=sml/auto"}) List<String> modelAliases) {}
