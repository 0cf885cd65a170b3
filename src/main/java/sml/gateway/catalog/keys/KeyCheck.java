package sml.gateway.catalog.keys;

/** Asks a provider whether it accepts a key. */
public interface KeyCheck {

  /** What the provider said. */
  enum Verdict {
    ACCEPTED,
    REFUSED,
    UNKNOWN
  }

  /** Takes seconds; never called on the path of a request. */
  Verdict check(String provider, String secret);
}
