package sml.gateway.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes to a byte array, gathered in any order and applied in one copy. They never overlap. */
public final class Splices {
  private static final byte[] NOTHING = {};
  private static final Comparator<Splice> BY_PLACE =
      Comparator.comparingInt(Splice::from).thenComparingInt(Splice::to);

  private final byte[] source;
  private final List<Splice> splices = new ArrayList<>();

  private record Splice(int from, int to, byte[] with) {}

  public Splices(byte[] source) {
    this.source = source;
  }

  public byte[] source() {
    return source;
  }

  void replace(int from, int to, byte[] with) {
    splices.add(new Splice(from, to, with));
  }

  void remove(int from, int to) {
    replace(from, to, NOTHING);
  }

  public void insert(int at, byte[] what) {
    replace(at, at, what);
  }

  /** The changed bytes from {@code start} on; the very same array when nothing changes. */
  public byte[] apply(int start) {
    if (splices.isEmpty() && start == 0) {
      return source;
    }
    splices.sort(BY_PLACE);
    byte[] out = new byte[size(start)];
    int at = 0;
    int read = start;
    for (Splice splice : splices) {
      int kept = splice.from - read;
      System.arraycopy(source, read, out, at, kept);
      System.arraycopy(splice.with, 0, out, at + kept, splice.with.length);
      at += kept + splice.with.length;
      read = splice.to;
    }
    System.arraycopy(source, read, out, at, source.length - read);
    return out;
  }

  private int size(int start) {
    int size = source.length - start;
    for (Splice splice : splices) {
      size += splice.with.length - (splice.to - splice.from);
    }
    return size;
  }
}
