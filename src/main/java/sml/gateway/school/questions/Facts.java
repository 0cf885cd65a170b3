package sml.gateway.school.questions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sml.gateway.json.RawObject;

/** Makes the objects that generators fill. */
public final class Facts {
  private Facts() {}

  public static ObjectNode none() {
    return RawObject.EXACT.createObjectNode();
  }
}
