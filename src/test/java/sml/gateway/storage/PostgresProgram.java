package sml.gateway.storage;

import java.nio.file.Path;
import java.util.List;

/** A gateway reduced to its database: starts it, prints that, waits for the end of its input. */
final class PostgresProgram {
  private PostgresProgram() {}

  public static void main(String[] args) throws Exception {
    try (var postgres = EmbeddedPostgres.start(Path.of(args[0]), 0, List.of())) {
      System.out.println("READY " + postgres.pid() + " " + postgres.jdbcUrl());
      while (System.in.read() >= 0) {
        Thread.onSpinWait();
      }
    }
  }
}
