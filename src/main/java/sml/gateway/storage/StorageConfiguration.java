package sml.gateway.storage;

import com.zaxxer.hikari.HikariDataSource;
import java.util.Properties;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.flyway.FlywayDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Puts the database and its connection pool into the context; the pool closes first. No caller
 * waits for ever: not for a connection, and not for the answer of a database that hangs.
 */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
  private static final long CONNECTION_WAIT_MS = 3_000;
  private static final long VALIDATION_WAIT_MS = 2_000;
  private static final String CONNECT_SECONDS = "3";
  private static final String LOGIN_SECONDS = "5";
  // longer than any statement of ours takes
  private static final String ANSWER_SECONDS = "20";

  @Bean(destroyMethod = "close")
  Database database(StorageSettings settings) {
    var database = Database.open(settings);
    try {
      DatabaseWait.await(database.url(), account(database.url()), settings.startTimeout());
    } catch (RuntimeException failed) {
      database.close();
      throw failed;
    }
    return database;
  }

  @Bean(destroyMethod = "close")
  HikariDataSource dataSource(Database database, StorageSettings settings) {
    var pool = new HikariDataSource();
    pool.setPoolName("storage");
    pool.setJdbcUrl(database.url().jdbcUrl());
    pool.setUsername(database.url().user());
    pool.setPassword(database.url().password());
    pool.setMaximumPoolSize(settings.poolSize());
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(CONNECTION_WAIT_MS);
    pool.setValidationTimeout(VALIDATION_WAIT_MS);
    pool.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
    pool.addDataSourceProperty("loginTimeout", LOGIN_SECONDS);
    pool.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
    pool.addDataSourceProperty("tcpKeepAlive", "true");
    return pool;
  }

  /** A migration may take as long as it needs, so it has connections of its own. */
  @Bean(defaultCandidate = false)
  @FlywayDataSource
  DataSource migrations(Database database) {
    return new DriverManagerDataSource(database.url().jdbcUrl(), account(database.url()));
  }

  private static Properties account(DatabaseUrl url) {
    var account = new Properties();
    if (url.user() != null) {
      account.setProperty("user", url.user());
    }
    if (url.password() != null) {
      account.setProperty("password", url.password());
    }
    account.setProperty("connectTimeout", CONNECT_SECONDS);
    account.setProperty("loginTimeout", LOGIN_SECONDS);
    return account;
  }
}
