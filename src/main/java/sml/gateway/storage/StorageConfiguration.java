package sml.gateway.storage;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the database and its connection pool into the context; the pool closes first. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {
  /** A start may wait longer for the database than a page that shows what is in it. */
  private static final long LONGEST_WAIT_MS = 3_000;

  @Bean(destroyMethod = "close")
  Database database(StorageSettings settings) {
    return Database.open(settings);
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
    pool.setConnectionTimeout(Math.min(LONGEST_WAIT_MS, settings.patience().toMillis()));
    pool.setInitializationFailTimeout(settings.patience().toMillis());
    return pool;
  }
}
