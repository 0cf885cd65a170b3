package sml.gateway.testkit;

import java.net.URI;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.opentest4j.TestAbortedException;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Databases on a real PostgreSQL with pgvector: the server of {@code -Dsml.test.database}, else
 * that of {@code DATABASE_URL}. Without either the test is skipped; one that is named must be
 * there.
 */
public final class VectorDatabase {
  private VectorDatabase() {}

  /** A database of this name with every migration and no rows, made anew. */
  public static PGSimpleDataSource fresh(String name) {
    URI server = server();
    var sql = JdbcClient.create(connect(server, server.getPath().substring(1)));
    sql.sql("drop database if exists " + name + " with (force)").update();
    sql.sql("create database " + name).update();
    PGSimpleDataSource source = connect(server, name);
    migrate(source);
    return source;
  }

  private static void migrate(DataSource source) {
    Flyway.configure().dataSource(source).outOfOrder(true).load().migrate();
  }

  private static URI server() {
    String given = System.getProperty("sml.test.database", "");
    String url = given.isBlank() ? System.getenv("DATABASE_URL") : given;
    if (url == null || url.isBlank()) {
      throw new TestAbortedException(
          "skipped: no PostgreSQL with pgvector. Name one by DATABASE_URL, or run .ci/on-stack");
    }
    return URI.create(url);
  }

  private static PGSimpleDataSource connect(URI server, String database) {
    var source = new PGSimpleDataSource();
    source.setServerNames(new String[] {server.getHost()});
    source.setPortNumbers(new int[] {server.getPort()});
    source.setDatabaseName(database);
    String[] user = server.getUserInfo().split(":", 2);
    source.setUser(user[0]);
    source.setPassword(user[1]);
    return source;
  }
}
