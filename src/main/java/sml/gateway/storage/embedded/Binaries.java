package sml.gateway.storage.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/**
 * The PostgreSQL programs, unpacked once.
 *
 * @param home folder with bin, lib and share
 */
record Binaries(Path home) {
  /** The version the build carries; names the folder, so that an update unpacks anew. */
  static final String VERSION = "17.11";

  // reachable for every account, writable for root alone
  private static final Path SHARED_PLACE = Path.of("/var/cache/sml-gateway");

  /** Finds or unpacks the programs: in the data folder, or where the account can reach them. */
  static Binaries unpack(Path folder, Account account) throws IOException {
    var archive = archiveFor(System.getProperty("os.name"), System.getProperty("os.arch"));
    var place = account.reaches(folder) ? folder : Files.createDirectories(SHARED_PLACE);
    var home = place.resolve("pg-bin-" + VERSION);
    if (!Files.isDirectory(home)) {
      if (place.equals(folder)) {
        removeOthers(folder);
      }
      var fresh = Files.createTempDirectory(place, "pg-bin-");
      extract(archive, fresh);
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
      moveInto(fresh, home);
    }
    return new Binaries(home);
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

  private static void extract(String archive, Path target) throws IOException {
    var packed = Binaries.class.getClassLoader().getResourceAsStream(archive);
    if (packed == null) {
      throw DatabaseUnavailable.notHere("The program was built without " + archive + ".", null);
    }
    try (packed;
        var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
      for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        extract(tar, entry, target);
      }
    }
  }

  private static void extract(TarArchiveInputStream tar, TarArchiveEntry entry, Path target)
      throws IOException {
    var path = target.resolve(entry.getName()).normalize();
    if (!path.startsWith(target)) {
      throw new IOException("archive entry leaves its folder: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
      return;
    }
    Files.createDirectories(path.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, path);
    var mode = (entry.getMode() & 0111) == 0 ? "rw-r--r--" : "rwxr-xr-x";
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
  }

  // a rename makes them appear whole; who loses the race uses the winner's
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
