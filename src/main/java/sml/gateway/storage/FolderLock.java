package sml.gateway.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Keeps a second gateway out of a data folder; the system frees it even after a kill -9. */
final class FolderLock implements AutoCloseable {
  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the folder.
   *
   * @throws DatabaseUnavailable when another gateway holds it
   */
  static FolderLock take(Path folder) throws IOException {
    var file = folder.resolve("gateway.lock");
    var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isLockedByUs(channel)) {
      return new FolderLock(channel);
    }
    channel.close();
    throw new DatabaseUnavailable(
        "Another gateway already runs on the data folder " + folder + ".",
        "Stop it, or give this one its own folder with SML_DATA_DIR.");
  }

  private static boolean isLockedByUs(FileChannel channel) throws IOException {
    try {
      @Nullable Object lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldInThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
