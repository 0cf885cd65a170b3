package sml.gateway.prompts;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Bounds of the prompt library.
 *
 * @param longest characters of one prompt
 * @param most how many prompts may be saved; all of them are kept in memory
 */
@Validated
@ConfigurationProperties("sml.prompts")
record PromptSettings(@DefaultValue("50000") int longest, @DefaultValue("1000") int most) {}
