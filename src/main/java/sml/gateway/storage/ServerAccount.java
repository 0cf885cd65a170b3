package sml.gateway.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Optional;

/**
 * Who PostgreSQL runs as. It refuses root, so root runs it as the unprivileged owner of its folder,
 * at first the Unix user {@code nobody}; every other user runs it as themselves.
 *
 * @param uid numeric user, listed in /etc/passwd (initdb looks it up)
 * @param gid numeric group
 * @param lent true when the gateway is root and has to change to this account
 */
record ServerAccount(int uid, int gid, boolean lent) {
  private static final int ROOT = 0;
  private static final Path SELF = Path.of("/proc/self");
  private static final Path ACCOUNTS = Path.of("/etc/passwd");

  /** The account for the cluster in {@code folder}, which need not exist yet. */
  static ServerAccount of(Path folder) throws IOException {
    int self = uidOf(SELF);
    if (self != ROOT) {
      return new ServerAccount(self, (int) Files.getAttribute(SELF, "unix:gid"), false);
    }
    var accounts = Files.readAllLines(ACCOUNTS).stream().map(line -> line.split(":", -1)).toList();
    var owner = Files.exists(folder) ? uidOf(folder) : ROOT;
    return find(accounts, 2, String.valueOf(owner))
        .filter(serverAccount -> serverAccount.uid != ROOT)
        .or(() -> find(accounts, 0, "nobody"))
        .orElseThrow(
            () ->
                DatabaseUnavailable.notHere(
                    "PostgreSQL refuses to run as root and /etc/passwd has no user \"nobody\".",
                    null));
  }

  /** What to put before a command so that it runs as this account. */
  List<String> prefix() {
    return lent
        ? List.of("setpriv", "--reuid=" + uid, "--regid=" + gid, "--clear-groups")
        : List.of();
  }

  /** Gives a file or a whole folder to this account. */
  void own(Path path) throws IOException {
    if (!lent || uidOf(path) == uid) {
      return;
    }
    try (var files = Files.walk(path)) {
      for (var file : files.toList()) {
        Files.setAttribute(file, "unix:uid", uid, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", gid, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Whether this account can reach what lies in {@code folder}, judged by the mode bits. */
  boolean reaches(Path folder) throws IOException {
    if (!lent) {
      return true;
    }
    for (var step = folder.toRealPath(); step != null; step = step.getParent()) {
      if (!Files.getPosixFilePermissions(step).contains(PosixFilePermission.OTHERS_EXECUTE)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<ServerAccount> find(List<String[]> accounts, int column, String value) {
    return accounts.stream()
        .filter(fields -> fields.length > 3 && fields[column].equals(value))
        .map(
            fields ->
                new ServerAccount(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), true))
        .findFirst();
  }

  private static int uidOf(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid");
  }
}
