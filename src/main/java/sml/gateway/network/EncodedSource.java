package sml.gateway.network;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The encoded body; remembers that reading it failed, which is no fault of what it holds. */
final class EncodedSource extends FilterInputStream {
  private @Nullable IOException failure;

  EncodedSource(InputStream in) {
    super(in);
  }

  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException lost) {
      failure = lost;
      throw lost;
    }
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    try {
      return in.read(target, offset, length);
    } catch (IOException lost) {
      failure = lost;
      throw lost;
    }
  }
}
