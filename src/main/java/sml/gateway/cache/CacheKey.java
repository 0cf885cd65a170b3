package sml.gateway.cache;

import java.util.HexFormat;

/**
 * The canonical hash of everything in a request that can change its answer; two requests with one
 * key may have the same answer.
 *
 * @param hash SHA-256 as 64 lower-case hexadecimal digits
 */
public record CacheKey(String hash) {

  /** The key of a digest. */
  public static CacheKey of(byte[] sha256) {
    return new CacheKey(HexFormat.of().formatHex(sha256));
  }
}
