package sml.gateway.catalog.net;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Finds the addresses of a host; the system's resolver unless a bean of this type says otherwise.
 */
@FunctionalInterface
public interface HostNames {
  InetAddress[] addresses(String host) throws UnknownHostException;
}
