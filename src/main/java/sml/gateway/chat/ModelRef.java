package sml.gateway.chat;

/**
 * One model at one provider, the unit of cooldowns, breakers and statistics.
 *
 * @param provider catalogue name of the provider, e.g. {@code groq}
 * @param model the provider's own id for the model; may hold slashes and colons
 */
public record ModelRef(String provider, String model) {

  /** The id clients use: {@code provider/model}. */
  public String id() {
    return provider + "/" + model;
  }

  @Override
  public String toString() {
    return id();
  }
}
