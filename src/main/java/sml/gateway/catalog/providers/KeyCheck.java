package sml.gateway.catalog.providers;

/** Asks a provider whether it accepts a key. */
public interface KeyCheck {

  /** What the provider said. */
  enum KeyStatus {
    ACCEPTED,
    REFUSED,
    UNKNOWN
  }

  /** Takes seconds; never called on the path of a request. */
  KeyStatus check(String provider, String secret);
}
