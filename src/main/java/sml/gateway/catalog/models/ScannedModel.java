package sml.gateway.catalog.models;

import org.jspecify.annotations.Nullable;

/**
 * What a provider's list and the model's name tell about it.
 *
 * @param contextLength tokens, 0 while unknown
 * @param maxOutputTokens tokens, 0 while unknown
 * @param metadata the list's own entry as JSON, {@code {}} when it was too long to keep
 */
public record ScannedModel(
    String id,
    String name,
    int contextLength,
    int maxOutputTokens,
    @Nullable Boolean tools,
    @Nullable Boolean vision,
    @Nullable Boolean json,
    boolean reasoning,
    boolean thai,
    boolean chat,
    String metadata) {

  private static final int LARGE = 128_000;
  private static final int MEDIUM = 32_000;

  /** large from 128,000 tokens of context, medium from 32,000, else small. */
  public String tier() {
    return contextLength >= LARGE ? "large" : contextLength >= MEDIUM ? "medium" : "small";
  }
}
