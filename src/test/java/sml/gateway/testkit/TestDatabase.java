package sml.gateway.testkit;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.storage.DatabaseUnavailable;
import sml.gateway.storage.EmbeddedPostgres;

/** One PostgreSQL per test JVM; each caller gets a migrated, empty database of its own. */
public final class TestDatabase {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final List<AutoCloseable> USERS = new CopyOnWriteArrayList<>();
  private static final String MIGRATED = "migrated";

  private TestDatabase() {}

  /** A fresh database with every migration of the class path and no rows. */
  public static DataSource dataSource() {
    return database("test_" + NUMBER.incrementAndGet(), MIGRATED);
  }

  /** A fresh database without any table. */
  public static DataSource emptyDataSource() {
    return database("test_" + NUMBER.incrementAndGet(), "template1");
  }

  /** Closes this with the JVM, before the databases are gone. */
  public static void closeFirst(AutoCloseable user) {
    USERS.add(user);
  }

  // templates cannot be copied by two at a time
  private static synchronized DataSource database(String name, String template) {
    new JdbcTemplate(Server.connect("postgres"))
        .execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    return Server.connect(name);
  }

  /** Kept in the build folder between runs, so that the next one starts within a second. */
  private static final class Server {
    private static final Path FOLDER = Path.of("target", "test-postgres");
    private static final EmbeddedPostgres POSTGRES = start();

    static PGSimpleDataSource connect(String database) {
      return connect(POSTGRES, database);
    }

    private static PGSimpleDataSource connect(EmbeddedPostgres postgres, String database) {
      var source = new PGSimpleDataSource();
      source.setUrl(postgres.jdbcUrl());
      source.setDatabaseName(database);
      source.setUser(postgres.user());
      source.setPassword(postgres.password());
      return source;
    }

    private static EmbeddedPostgres start() {
      var postgres = launch();
      var sql = new JdbcTemplate(connect(postgres, "postgres"));
      dropDatabases(sql); // of a run that was killed
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(postgres, sql)));
      sql.execute("CREATE DATABASE " + MIGRATED);
      Flyway.configure().dataSource(connect(postgres, MIGRATED)).outOfOrder(true).load().migrate();
      return postgres;
    }

    private static EmbeddedPostgres launch() {
      // rows of a test need not outlive a power cut
      var options = List.of("fsync=off", "synchronous_commit=off");
      try {
        return EmbeddedPostgres.start(FOLDER, 0, options);
      } catch (DatabaseUnavailable otherRun) {
        var own = FOLDER.resolve("beside-" + ProcessHandle.current().pid());
        return EmbeddedPostgres.start(own, 0, options);
      }
    }

    private static void end(EmbeddedPostgres postgres, JdbcTemplate sql) {
      for (AutoCloseable user : USERS) {
        try {
          user.close();
        } catch (Exception failed) {
          // the JVM ends: nothing else can be done about it
          failed.printStackTrace();
        }
      }
      dropDatabases(sql);
      postgres.close();
    }

    private static void dropDatabases(JdbcTemplate sql) {
      sql.queryForList(
              "SELECT datname FROM pg_database WHERE datname = ? OR datname LIKE 'test\\_%'",
              String.class, MIGRATED)
          .forEach(name -> sql.execute("DROP DATABASE " + name + " WITH (FORCE)"));
    }
  }
}
