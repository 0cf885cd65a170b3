package sml.gateway.storage;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the database and its connection pool into the context; the pool closes first. */
@Configuration(proxyBeanMethods = false)
class StorageConfiguration {

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
    pool.setConnectionTimeout(settings.patience().toMillis());
    pool.setInitializationFailTimeout(settings.patience().toMillis());
    return pool;
  }
}
