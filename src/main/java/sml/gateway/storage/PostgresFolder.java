package sml.gateway.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.util.FileSystemUtils;

/**
 * The files of the database. PostgreSQL is always started inside its folder, with {@code
 * /proc/self/cwd} as its path: a process may use the folder it stands in even when it could not
 * walk there, so the data stays where the operator put it, also below a folder that only root may
 * enter.
 *
 * @param folder what PostgreSQL calls its data directory
 * @param password of the user {@value #USER}
 */
record PostgresFolder(Path folder, String password) {
  static final String USER = "sml";
  static final String DATABASE = "smlgateway";
  static final String HERE = "/proc/self/cwd";

  private static final int PASSWORD_BYTES = 24;

  /** Opens the cluster below the data folder, made on first use. */
  static PostgresFolder open(
      Path data, PostgresBinaries postgresBinaries, ServerAccount serverAccount)
      throws IOException {
    var folder = folderIn(data);
    var passwordFile = data.resolve("pg-password");
    if (!Files.isDirectory(folder)) {
      create(data, folder, passwordFile, postgresBinaries, serverAccount);
    }
    if (!Files.exists(passwordFile)) {
      throw new DatabaseUnavailable(
          "The password file " + passwordFile + " of the database in " + folder + " is missing.",
          "Put it back, or move the data folder away to begin with an empty one.");
    }
    serverAccount.own(folder);
    return new PostgresFolder(folder, Files.readString(passwordFile).strip());
  }

  static Path folderIn(Path data) {
    return data.resolve("pg");
  }

  private static void create(
      Path data,
      Path folder,
      Path passwordFile,
      PostgresBinaries postgresBinaries,
      ServerAccount serverAccount)
      throws IOException {
    var fresh = data.resolve("pg.new");
    FileSystemUtils.deleteRecursively(fresh); // of a start that was cut off
    Files.deleteIfExists(passwordFile);
    Files.createDirectory(fresh, mode("rwx------"));
    serverAccount.own(fresh);
    Files.createFile(passwordFile, mode("rw-------"));
    Files.writeString(passwordFile, newPassword(), StandardOpenOption.DSYNC);
    serverAccount.own(passwordFile);
    initialise(fresh, passwordFile, postgresBinaries, serverAccount);
    createDatabase(fresh, postgresBinaries, serverAccount);
    Files.move(fresh, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void initialise(
      Path fresh, Path passwordFile, PostgresBinaries postgresBinaries, ServerAccount serverAccount)
      throws IOException {
    var initdb =
        ShellCommands.prepare(
            fresh,
            serverAccount.prefix(),
            postgresBinaries.program("initdb"),
            "--pgdata=" + HERE,
            "--username=" + USER,
            "--auth=scram-sha-256",
            // an open file is reachable by its number even where its path is not
            "--pwfile=/proc/self/fd/0",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--data-checksums");
    succeed("initdb", ShellCommands.run(initdb.redirectInput(passwordFile.toFile()), ""));
  }

  private static void createDatabase(
      Path fresh, PostgresBinaries postgresBinaries, ServerAccount serverAccount)
      throws IOException {
    var single =
        ShellCommands.prepare(
            fresh,
            serverAccount.prefix(),
            postgresBinaries.program("postgres"),
            "--single",
            "-D",
            HERE,
            "postgres");
    succeed("create database", ShellCommands.run(single, "CREATE DATABASE " + DATABASE + ";\n"));
  }

  // the single-user postgres exits with 0 even when its statement failed
  private static void succeed(String what, ShellCommands.Outcome outcome) {
    if (outcome.code() != 0 || outcome.output().contains("ERROR:")) {
      throw DatabaseUnavailable.notHere(
          "The embedded PostgreSQL could not be set up (" + what + "): " + outcome.output().strip(),
          null);
    }
  }

  private static String newPassword() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static FileAttribute<?> mode(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }
}
