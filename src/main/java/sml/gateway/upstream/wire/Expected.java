package sml.gateway.upstream.wire;

import java.util.Set;

/**
 * What is known of an answer before it comes.
 *
 * @param tools names of the tools the request offered; empty switches off the recognition of tool
 *     calls written as text
 * @param model for answers that name none
 */
public record Expected(Set<String> tools, String model, Reasoning reasoning) {
  public Expected {
    tools = Set.copyOf(tools);
  }

  /** The same for other reasoning. */
  public Expected with(Reasoning other) {
    return new Expected(tools, model, other);
  }
}
