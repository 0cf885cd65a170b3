package sml.gateway.catalog.models;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import sml.gateway.catalog.Model;

/**
 * What a provider's list and the model's name say about it.
 *
 * @param contextLength tokens, 0 while unknown
 * @param maxOutputTokens tokens, 0 while unknown
 * @param metadata the list's own entry as JSON, {@code {}} when it was too long to keep
 */
record ScannedModel(
    String id,
    String name,
    int contextLength,
    int maxOutputTokens,
    Skill tools,
    Skill vision,
    Skill json,
    boolean reasoning,
    boolean thai,
    Model.Kind kind,
    String metadata) {

  private static final int LARGE = 128_000;
  private static final int MEDIUM = 32_000;

  /**
   * A skill and how it is known.
   *
   * @param has null while unknown
   */
  public record Skill(@Nullable Boolean has, Basis basis) {
    static Skill of(@Nullable Boolean stated, boolean hinted) {
      if (stated != null) {
        return new Skill(stated, Basis.STATED);
      }
      return hinted ? new Skill(true, Basis.NAMED) : new Skill(null, Basis.UNKNOWN);
    }

    /** As the table writes it: 1, 0, or -1 while unknown. */
    int number() {
      return has == null ? -1 : has ? 1 : 0;
    }
  }

  /** How a skill is known from a list. */
  public enum Basis {
    /** The list says so. */
    STATED,
    /** The model's name hints at it. */
    NAMED,
    UNKNOWN;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean chat() {
    return kind == Model.Kind.CHAT;
  }

  /** large from 128,000 tokens of context, medium from 32,000, else small. */
  public String tier() {
    return contextLength >= LARGE ? "large" : contextLength >= MEDIUM ? "medium" : "small";
  }

  /** The same model under another id. */
  public ScannedModel as(String otherId) {
    return copy(otherId, contextLength);
  }

  /** The same model with this context where the list stated none. */
  ScannedModel withContextIfUnknown(int tokens) {
    return contextLength > 0 ? this : copy(id, tokens);
  }

  private ScannedModel copy(String otherId, int tokens) {
    return new ScannedModel(
        otherId,
        name,
        tokens,
        maxOutputTokens,
        tools,
        vision,
        json,
        reasoning,
        thai,
        kind,
        metadata);
  }
}
