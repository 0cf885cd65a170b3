package sml.gateway.upstream;

/** The connections to providers. */
public interface ConnectionWarmer {

  /**
   * Opens a connection to the provider unless one is open, without sending a request; blocks until
   * it is open.
   *
   * @return true when one does
   */
  boolean open(String provider);
}
