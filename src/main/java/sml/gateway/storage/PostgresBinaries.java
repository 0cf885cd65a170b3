package sml.gateway.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.springframework.util.FileSystemUtils;

/**
 * The PostgreSQL programs, unpacked once.
 *
 * @param home folder with bin, lib and share
 */
record PostgresBinaries(Path home) {
  /** The version the build carries; names the folder, so that an update unpacks anew. */
  static final String VERSION = "17.11";

  // reachable for every account, writable for root alone
  private static final Path SHARED_PLACE = Path.of("/var/cache/sml-gateway");

  /** Finds or unpacks the programs: in the data folder, or where the account can reach them. */
  static PostgresBinaries unpack(Path folder, ServerAccount serverAccount) throws IOException {
    var archive = archiveFor(System.getProperty("os.name"), System.getProperty("os.arch"));
    var place = serverAccount.reaches(folder) ? folder : Files.createDirectories(SHARED_PLACE);
    var home = place.resolve("pg-bin-" + VERSION);
    if (!Files.isDirectory(home)) {
      if (place.equals(folder)) {
        removeOthers(folder);
      }
      var fresh = Files.createTempDirectory(place, "pg-bin-");
      ArchiveUnpacker.extract(archive, fresh);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      moveInto(fresh, home);
    }
    return new PostgresBinaries(home);
  }

  // of earlier versions and of unpackings that were cut off; the folder is locked for us
  private static void removeOthers(Path folder) throws IOException {
    try (var old = Files.newDirectoryStream(folder, "pg-bin-*")) {
      for (var path : old) {
        FileSystemUtils.deleteRecursively(path);
      }
    }
  }

  /** Path of one program: initdb or postgres. */
  String program(String name) {
    return home.resolve("bin").resolve(name).toString();
  }

  static String archiveFor(String system, String processor) {
    var name = system.toLowerCase(Locale.ROOT) + "/" + processor.toLowerCase(Locale.ROOT);
    return switch (name) {
      case "linux/amd64", "linux/x86_64" -> "postgres-linux-x86_64.txz";
      case "linux/aarch64", "linux/arm64" -> "postgres-linux-arm_64.txz";
      default ->
          throw DatabaseUnavailable.notHere(
              "The embedded PostgreSQL runs on Linux (x86_64, arm64), not on " + name + ".", null);
    };
  }

  // the rename is atomic; a process that comes second uses the files of the first
  private static void moveInto(Path fresh, Path home) throws IOException {
    try {
      Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      FileSystemUtils.deleteRecursively(fresh);
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }
}
