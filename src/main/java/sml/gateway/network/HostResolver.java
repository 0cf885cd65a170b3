package sml.gateway.network;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the addresses of a host; the system's resolver unless a bean of this type says otherwise.
 */
@FunctionalInterface
public interface HostResolver {
  InetAddress[] addresses(String host) throws UnknownHostException;
}
