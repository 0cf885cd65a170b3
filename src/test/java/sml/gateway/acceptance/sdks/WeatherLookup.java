package sml.gateway.acceptance.sdks;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** A tool; the libraries read its schema from the public fields. */
@JsonClassDescription("Looks up the weather of a city")
final class WeatherLookup {
  @JsonProperty
  @JsonPropertyDescription("name of the city")
  public String city = "";

  /** What the tool finds. */
  String result() {
    return "31 degrees and sun in " + city;
  }
}
