package sml.gateway.school.generators;

import com.fasterxml.jackson.databind.node.ObjectNode;
import sml.gateway.chat.RawObject;

/** Makes the objects that generators fill. */
public final class Facts {
  private Facts() {}

  public static ObjectNode none() {
    return RawObject.EXACT.createObjectNode();
  }
}
