package sml.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.util.FileSystemUtils;

class EmbeddedPostgresTest {
  private Path folder = Path.of("");

  @BeforeEach
  void makeFolder() throws Exception {
    folder = Path.of("target", "postgres-of-test", UUID.randomUUID().toString()).toAbsolutePath();
    Files.createDirectories(folder);
    var shared = Files.createDirectories(Path.of("target", "postgres-programs")).toRealPath();
    var programs = PostgresBinaries.unpack(shared, ServerAccount.of(shared)).home();
    // unpacking is proven once, by TestDatabase and by the tests of closed folders
    Files.createSymbolicLink(folder.resolve(programs.getFileName()), programs);
  }

  @AfterEach
  void removeFolder() throws Exception {
    FileSystemUtils.deleteRecursively(folder);
  }

  @Test
  void rowsOutliveARestart() {
    try (var postgres = start()) {
      var sql = sql(postgres);
      sql.execute("CREATE TABLE kept (word text)");
      sql.update("INSERT INTO kept VALUES (?)", "สวัสดี");
    }
    try (var postgres = start()) {
      assertThat(sql(postgres).queryForObject("SELECT word FROM kept", String.class))
          .isEqualTo("สวัสดี");
    }
  }

  @Test
  void itIsDurableAndListensOnLoopbackOnly() {
    try (var postgres = start()) {
      var sql = sql(postgres);
      assertThat(setting(sql, "fsync")).isEqualTo("on");
      assertThat(setting(sql, "synchronous_commit")).isEqualTo("on");
      assertThat(setting(sql, "shared_buffers")).isEqualTo("64MB");
      assertThat(setting(sql, "listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(setting(sql, "unix_socket_directories")).isEmpty();
      assertThat(setting(sql, "password_encryption")).isEqualTo("scram-sha-256");
      assertThat(setting(sql, "server_version")).startsWith(PostgresBinaries.VERSION);
      assertThat(
              sql.queryForList("SELECT DISTINCT auth_method FROM pg_hba_file_rules", String.class))
          .containsExactly("scram-sha-256");
    }
  }

  @Test
  void aWrongPasswordDoesNotEnter() throws Exception {
    try (var postgres = start()) {
      var source = source(postgres.jdbcUrl(), "wrong");
      assertThatThrownBy(() -> new JdbcTemplate(source).queryForObject("SELECT 1", Integer.class))
          .isInstanceOf(CannotGetJdbcConnectionException.class)
          .rootCause()
          .hasMessageContaining("password authentication failed");
      assertThat(Files.getPosixFilePermissions(folder.resolve("pg-password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void aWantedPortThatIsTakenIsReplaced() {
    try (var first = start()) {
      int taken = Integer.parseInt(first.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
      try (var second = EmbeddedPostgres.start(folder.resolve("second"), taken, List.of())) {
        assertThat(second.jdbcUrl()).doesNotContain(":" + taken + "/");
        assertThat(sql(second).queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
      }
    }
  }

  @Test
  void aSecondGatewayOnTheFolderIsRefusedAndTheFirstStaysUnharmed() throws Exception {
    try (var first = start()) {
      var second = Child.launch(folder);
      var said = new String(second.getInputStream().readAllBytes(), "UTF-8");

      assertThat(second.waitFor()).isNotZero();
      assertThat(said).contains("Another gateway already runs on the data folder " + folder);
      assertThat(sql(first).queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
    }
  }

  @Test
  void aKilledGatewayLeavesNoOrphanAndLosesNothing() throws Exception {
    var child = Child.start(folder);
    var sql = new JdbcTemplate(source(child.jdbcUrl(), password()));
    sql.execute("CREATE TABLE kept AS SELECT 42 AS n");

    child.kill();

    child.postgres().onExit().join(); // only the system ended it
    assertRestartKeepsTheRow();
  }

  @Test
  void aGatewayStartedRightAfterAKillTakesOver() throws Exception {
    var child = Child.start(folder);
    new JdbcTemplate(source(child.jdbcUrl(), password()))
        .execute("CREATE TABLE kept AS SELECT 42 AS n");

    child.kill();

    assertRestartKeepsTheRow();
    // it counts as alive until the system has collected it
    child.postgres().onExit().get(30, TimeUnit.SECONDS);
  }

  @Test
  void aGatewayWhosePostgresWasKilledTooRecovers() throws Exception {
    var child = Child.start(folder);
    new JdbcTemplate(source(child.jdbcUrl(), password()))
        .execute("CREATE TABLE kept AS SELECT 42 AS n");

    child.postgres().destroyForcibly();
    child.kill();

    assertRestartKeepsTheRow();
  }

  @Test
  void aPostgresThatWasKilledComesBackOnItsPortWithItsRows() throws Exception {
    try (var postgres = start()) {
      sql(postgres).execute("CREATE TABLE kept AS SELECT 42 AS n");
      var url = postgres.jdbcUrl();
      long lost = postgres.pid();

      ProcessHandle.of(lost).orElseThrow().destroyForcibly();

      Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> postgres.pid() != lost);
      assertThat(postgres.jdbcUrl()).isEqualTo(url);
      sql(postgres).update("INSERT INTO kept VALUES (43)");
      assertThat(sql(postgres).queryForList("SELECT n FROM kept ORDER BY n", Integer.class))
          .containsExactly(42, 43);
    }
  }

  @Test
  void aPostgresThatCannotComeBackIsTriedAgainUntilItCan() throws Exception {
    try (var postgres = start()) {
      var control = PostgresFolder.folderIn(folder).resolve("global").resolve("pg_control");
      var moved = Files.move(control, control.resolveSibling("moved"));
      long lost = postgres.pid();
      var died = ProcessHandle.of(lost).orElseThrow().onExit();

      ProcessHandle.of(lost).orElseThrow().destroyForcibly();
      died.get(30, TimeUnit.SECONDS);
      assertThatThrownBy(() -> sql(postgres).execute("SELECT 1"))
          .isInstanceOf(CannotGetJdbcConnectionException.class);
      Files.move(moved, control);

      Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> postgres.pid() != lost);
      assertThat(sql(postgres).queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
    }
  }

  @Test
  void anOrphanThatDidNotHearOfTheKillIsStoppedAndReplaced() throws Exception {
    try (var postgres = start()) {
      sql(postgres).execute("CREATE TABLE kept AS SELECT 42 AS n");
    }
    var orphan = startOrphan();

    assertRestartKeepsTheRow();

    assertThat(orphan.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aProcessNumberThatNowBelongsToAStrangerIsNoObstacle() throws Exception {
    start().close();
    var cluster = PostgresFolder.folderIn(folder);
    var serverAccount = ServerAccount.of(cluster);
    var stranger = ShellCommands.prepare(Path.of("/"), serverAccount.prefix(), "cat").start();
    try {
      var pidFile = cluster.resolve("postmaster.pid");
      Files.writeString(pidFile, stranger.pid() + "\n/proc/self/cwd\n");
      serverAccount.own(pidFile);

      start().close();

      assertThat(stranger.isAlive()).isTrue();
    } finally {
      stranger.destroy();
    }
  }

  @Test
  void anInitialisationThatWasCutOffIsRepeated() throws Exception {
    Files.createDirectories(folder.resolve("pg.new").resolve("base"));
    Files.writeString(folder.resolve("pg-password"), "of the first try");

    try (var postgres = start()) {
      assertThat(sql(postgres).queryForObject("SELECT 1", Integer.class)).isEqualTo(1);
      assertThat(folder.resolve("pg.new")).doesNotExist();
    }
  }

  @ParameterizedTest
  @CsvSource({"Linux,amd64,x86_64", "Linux,aarch64,arm_64"})
  void theBuildCarriesBothProcessors(String system, String processor, String name) {
    var archive = PostgresBinaries.archiveFor(system, processor);

    assertThat(archive).contains(name);
    assertThat(getClass().getClassLoader().getResource(archive)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"Mac OS X,aarch64", "Windows 11,amd64", "Linux,riscv64"})
  void elsewhereTheMessageNamesTheWaysOut(String system, String processor) {
    assertThatThrownBy(() -> PostgresBinaries.archiveFor(system, processor))
        .isInstanceOfSatisfying(
            DatabaseUnavailable.class,
            e -> assertThat(e.advice()).contains("DATABASE_URL", "docker compose"));
  }

  private void assertRestartKeepsTheRow() {
    try (var postgres = start()) {
      assertThat(sql(postgres).queryForObject("SELECT n FROM kept", Integer.class)).isEqualTo(42);
    }
  }

  private Process startOrphan() throws Exception {
    var cluster = PostgresFolder.folderIn(folder);
    var serverAccount = ServerAccount.of(cluster);
    var postgres =
        ShellCommands.prepare(
                cluster,
                serverAccount.prefix(),
                PostgresBinaries.unpack(folder, serverAccount).program("postgres"),
                "-D",
                PostgresFolder.HERE,
                "-c",
                "port=" + PostgresLaunch.freePort(0),
                "-c",
                "unix_socket_directories=")
            .start();
    var lines = postgres.inputReader();
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.endsWith("ready to accept connections")) {
        return postgres;
      }
    }
    throw new AssertionError("the orphan did not start");
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.start(folder, 0, List.of());
  }

  private String password() throws Exception {
    return Files.readString(folder.resolve("pg-password"));
  }

  private static String setting(JdbcTemplate sql, String name) {
    return String.valueOf(sql.queryForObject("SELECT current_setting(?)", String.class, name));
  }

  private static JdbcTemplate sql(EmbeddedPostgres postgres) {
    return new JdbcTemplate(source(postgres.jdbcUrl(), postgres.password()));
  }

  private static PGSimpleDataSource source(String jdbcUrl, String password) {
    var source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl);
    source.setUser("sml");
    source.setPassword(password);
    return source;
  }
}
