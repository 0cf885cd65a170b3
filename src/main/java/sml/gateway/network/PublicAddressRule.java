package sml.gateway.network;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Separates addresses of the public internet from all others, by the special-purpose registries of
 * IANA. Of IPv6 only global unicast counts as public, without the parts of it that stand for
 * something else.
 */
final class PublicAddressRule {
  private static final List<Block> CLOSED =
      List.of(
          new Block("0.0.0.0", 8, "an unspecified address"),
          new Block("10.0.0.0", 8, "a private address"),
          new Block("100.64.0.0", 10, "an address behind a carrier's NAT"),
          new Block("127.0.0.0", 8, "a loopback address"),
          new Block("169.254.0.0", 16, "a link-local address"),
          new Block("172.16.0.0", 12, "a private address"),
          new Block("192.0.0.0", 24, "an address for protocols"),
          new Block("192.0.2.0", 24, "an address for examples"),
          new Block("192.88.99.0", 24, "a 6to4 relay"),
          new Block("192.168.0.0", 16, "a private address"),
          new Block("198.18.0.0", 15, "an address for benchmarks"),
          new Block("198.51.100.0", 24, "an address for examples"),
          new Block("203.0.113.0", 24, "an address for examples"),
          // where Azure answers its virtual machines about themselves
          new Block("168.63.129.16", 32, "an address for metadata"),
          new Block("224.0.0.0", 4, "a multicast address"),
          new Block("240.0.0.0", 4, "a reserved address"),
          new Block("::", 96, "an unspecified, loopback or IPv4 address"),
          new Block("64:ff9b::", 96, "an IPv4 address behind NAT64"),
          new Block("64:ff9b:1::", 48, "an IPv4 address behind NAT64"),
          new Block("fc00::", 7, "a private address"),
          new Block("fe80::", 10, "a link-local address"),
          new Block("fec0::", 10, "a site-local address"),
          new Block("ff00::", 8, "a multicast address"),
          new Block("2001::", 23, "an address for protocols"),
          new Block("2001:db8::", 32, "an address for examples"),
          new Block("2002::", 16, "an IPv4 address behind 6to4"),
          new Block("3fff::", 20, "an address for examples"));
  private static final Block GLOBAL = new Block("2000::", 3, "");

  private PublicAddressRule() {}

  /** What kind of address it is when it is not public, in words; null when it is public. */
  public static @Nullable String problem(InetAddress address) {
    byte[] bytes = address.getAddress();
    for (Block block : CLOSED) {
      if (block.holds(bytes)) {
        return block.words();
      }
    }
    if (address instanceof Inet4Address) {
      return null;
    }
    if (!GLOBAL.holds(bytes)) {
      return "an address outside the public ranges";
    }
    return isatap(bytes) ? "an IPv4 address behind ISATAP" : null;
  }

  private static boolean isatap(byte[] bytes) {
    return (bytes[8] & 0xFD) == 0 && bytes[9] == 0 && bytes[10] == 0x5e && bytes[11] == (byte) 0xfe;
  }

  /** Addresses that begin with the same bits. */
  private record Block(byte[] prefix, int bits, String words) {
    Block(String first, int bits, String words) {
      this(literal(first), bits, words);
    }

    private static byte[] literal(String address) {
      try {
        return InetAddress.getByName(address).getAddress();
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(e);
      }
    }

    boolean holds(byte[] address) {
      if (address.length != prefix.length) {
        return false;
      }
      int whole = bits / 8;
      if (!Arrays.equals(address, 0, whole, prefix, 0, whole)) {
        return false;
      }
      int rest = bits % 8;
      int mask = 0xFF << (8 - rest);
      return rest == 0 || ((address[whole] ^ prefix[whole]) & mask) == 0;
    }
  }
}
