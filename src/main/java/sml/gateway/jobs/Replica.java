package sml.gateway.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;

/**
 * Which gateway this is.
 *
 * @param name host and process, for people, e.g. {@code box-4711}
 * @param id no other gateway had or has it
 */
record Replica(String name, String id) {

  /** This process. */
  public static Replica here(InstantSource clock) {
    String name = host() + "-" + ProcessHandle.current().pid();
    return new Replica(name, name + "-" + clock.millis());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
