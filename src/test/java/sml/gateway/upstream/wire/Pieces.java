package sml.gateway.upstream.wire;

import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A body that arrives in pieces: the first of one size, all others of another. */
final class Pieces extends InputStream {
  private final byte[] body;
  private final int others;
  private int size;
  private int at;

  Pieces(byte[] body, int first, int others) {
    this.body = body;
    this.size = first;
    this.others = others;
  }

  @Override
  public int read() {
    throw new UnsupportedOperationException("reads are of arrays");
  }

  @Override
  public int read(byte[] target, int from, int length) {
    if (at == body.length) {
      return -1;
    }
    int count = Math.min(Math.min(size, length), body.length - at);
    System.arraycopy(body, at, target, from, count);
    at += count;
    size = others;
    return count;
  }

  /** Tools without parameters that are known. */
  static OfferedTools offered(String... names) {
    Map<String, Set<String>> tools = new HashMap<>();
    for (String name : names) {
      tools.put(name, Set.of());
    }
    return new OfferedTools(tools);
  }
}
