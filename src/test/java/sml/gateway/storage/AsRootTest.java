package sml.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

@EnabledIf(value = "root", disabledReason = "only root can close a folder to the lent account")
class AsRootTest {
  private Path closed = Path.of("");

  static boolean root() throws Exception {
    return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  @BeforeEach
  void closeFolder() throws Exception {
    var onlyOwner = PosixFilePermissions.fromString("rwx------");
    closed = Files.createTempDirectory("closed", PosixFilePermissions.asFileAttribute(onlyOwner));
  }

  @AfterEach
  void removeFolder() throws Exception {
    FileSystemUtils.deleteRecursively(closed);
  }

  @Test
  void theDataStaysInItsFolderBelowOneThatOnlyRootMayEnter() throws Exception {
    var data = closed.resolve("project").resolve("data");
    try (var postgres = EmbeddedPostgres.start(data, 0, List.of())) {
      var sql = sql(postgres);
      sql.execute("CREATE TABLE kept AS SELECT 42 AS n");
      assertThat(sql.queryForObject("SHOW data_directory", String.class))
          .isEqualTo("/proc/self/cwd");
      assertThat(Files.getAttribute(Path.of("/proc/" + postgres.pid()), "unix:uid"))
          .isNotEqualTo(0);
    }
    assertThat(data.resolve("pg").resolve("PG_VERSION")).exists();
    try (var postgres = EmbeddedPostgres.start(data, 0, List.of())) {
      assertThat(sql(postgres).queryForObject("SELECT n FROM kept", Integer.class)).isEqualTo(42);
    }
  }

  @Test
  void filesThatRootPutBackAreHandedOver() throws Exception {
    var data = closed.resolve("data");
    EmbeddedPostgres.start(data, 0, List.of()).close();
    try (var files = Files.walk(data.resolve("pg"))) {
      for (var file : files.toList()) {
        Files.setAttribute(file, "unix:uid", 0);
      }
    }

    try (var postgres = EmbeddedPostgres.start(data, 0, List.of())) {
      assertThat(sql(postgres).queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
    }
  }

  private static JdbcTemplate sql(EmbeddedPostgres postgres) {
    var source = new PGSimpleDataSource();
    source.setUrl(postgres.jdbcUrl());
    source.setUser(postgres.user());
    source.setPassword(postgres.password());
    return new JdbcTemplate(source);
  }
}
