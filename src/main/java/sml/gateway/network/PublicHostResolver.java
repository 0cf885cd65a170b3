package sml.gateway.network;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.client5.http.DnsResolver;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Resolves a host for a connection, and refuses it when one of its addresses is not public. The
 * connection is made to what this gives, so that no second look at the name can lead elsewhere.
 */
@Component
public final class PublicHostResolver implements DnsResolver {
  private final HostResolver names;

  public PublicHostResolver(ObjectProvider<HostResolver> names) {
    this.names = names.getIfAvailable(() -> InetAddress::getAllByName);
  }

  @Override
  public InetAddress[] resolve(String host) throws UnknownHostException {
    InetAddress[] found = names.addresses(host);
    if (found == null || found.length == 0) {
      throw new UnknownHostException(host);
    }
    for (InetAddress address : found) {
      String problem = PublicAddressRule.problem(address);
      if (problem != null) {
        throw new AddressNotPublicException(
            "refused: %s leads to %s, %s".formatted(host, address.getHostAddress(), problem));
      }
    }
    return found;
  }

  @Override
  public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
    return Arrays.stream(resolve(host))
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }

  @Override
  public String resolveCanonicalHostname(String host) {
    return host;
  }
}
