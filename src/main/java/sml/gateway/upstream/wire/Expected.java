package sml.gateway.upstream.wire;

/**
 * What is known of an answer before it comes.
 *
 * @param tools what the request offered; none switches off the recognition of tool calls written as
 *     text
 * @param model for answers that name none
 */
public record Expected(OfferedTools tools, String model, Reasoning reasoning) {
  /** The same for other reasoning. */
  public Expected with(Reasoning other) {
    return new Expected(tools, model, other);
  }

  /** The same for an answer that was repaired before. */
  public Expected repaired() {
    return new Expected(OfferedTools.NONE, model, Reasoning.RAW);
  }
}
