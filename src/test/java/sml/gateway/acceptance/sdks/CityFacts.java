package sml.gateway.acceptance.sdks;

import java.util.List;

/** A structured answer; the libraries read its schema from the public fields. */
final class CityFacts {
  public String name = "";
  public int population;
  public List<String> rivers = List.of();
}
