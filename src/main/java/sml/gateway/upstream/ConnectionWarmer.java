package sml.gateway.upstream;

/** The connections to providers. */
public interface ConnectionWarmer {

  /**
   * Makes sure that a connection to the provider stands ready, without asking it anything; blocks
   * until it stands.
   *
   * @return true when one does
   */
  boolean open(String provider);
}
