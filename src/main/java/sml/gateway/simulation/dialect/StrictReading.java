package sml.gateway.simulation.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import sml.gateway.simulation.Behaviour.Strict;
import sml.gateway.simulation.Fault.Status;

/** placeholder */
public final class StrictReading {
  private StrictReading() {}

  /** The refusal of this request, if the provider would refuse it. */
  public static Optional<Status> refusal(Strict dialect, JsonNode request) {
    return Optional.empty();
  }
}
