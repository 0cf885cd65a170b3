package sml.gateway.chat;

import java.util.Optional;

/**
 * One model at one provider, the unit of cooldowns, breakers and statistics.
 *
 * @param provider catalogue name of the provider, e.g. {@code groq}
 * @param model the provider's own id for the model; may hold slashes and colons
 */
public record ModelRef(String provider, String model) {
  /** The model of an id that clients use; empty when one of its two parts is missing. */
  public static Optional<ModelRef> parse(String id) {
    int slash = id.indexOf('/');
    return slash > 0 && slash < id.length() - 1
        ? Optional.of(new ModelRef(id.substring(0, slash), id.substring(slash + 1)))
        : Optional.empty();
  }

  /** The model of an id in tables; a provider's name holds no colon. */
  public static ModelRef ofRow(String id) {
    int colon = id.indexOf(':');
    return new ModelRef(id.substring(0, Math.max(colon, 0)), id.substring(colon + 1));
  }

  /** The id clients use: {@code provider/model}. */
  public String id() {
    return provider + "/" + model;
  }

  /** The id in tables: {@code provider:model}. */
  public String rowId() {
    return provider + ":" + model;
  }

  @Override
  public String toString() {
    return id();
  }
}
