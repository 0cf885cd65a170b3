package sml.gateway.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.flyway.FlywayAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcClientAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.JdbcTemplateAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;
import sml.gateway.testkit.TestDatabase;

class StorageConfigurationTest {
  private final Path folder =
      Path.of("target", "storage-of-test", UUID.randomUUID().toString()).toAbsolutePath();

  private final ApplicationContextRunner context =
      new ApplicationContextRunner()
          .withInitializer(new ConfigDataApplicationContextInitializer())
          .withPropertyValues("SML_DATA_DIR=" + folder, "DATABASE_URL=")
          .withConfiguration(
              AutoConfigurations.of(
                  DataSourceAutoConfiguration.class,
                  JdbcTemplateAutoConfiguration.class,
                  JdbcClientAutoConfiguration.class,
                  FlywayAutoConfiguration.class));

  @AfterEach
  void removeFolder() throws Exception {
    FileSystemUtils.deleteRecursively(folder);
  }

  @Test
  void withoutAnAddressItRunsItsOwnPostgresInTheDataFolderUntilTheContextCloses() {
    context
        .withPropertyValues("sml.storage.port=0")
        .withUserConfiguration(Storage.class)
        .run(
            started -> {
              assertThat(askForVersion(started.getBean(JdbcClient.class))).startsWith("17.");
              assertThat(started).hasSingleBean(Flyway.class);
              assertThat(folder.resolve("pg").resolve("postmaster.pid")).exists();
            });
    assertThat(folder.resolve("pg").resolve("postmaster.pid")).doesNotExist();
  }

  @Test
  void databaseUrlLeadsToThatPostgresAndStartsNone() {
    var external = (PGSimpleDataSource) TestDatabase.emptyDataSource();
    var url = urlOf(external, external.getPortNumbers()[0]);
    context
        .withPropertyValues("DATABASE_URL=" + url)
        .withUserConfiguration(Storage.class)
        .run(
            started -> {
              var name = started.getBean(JdbcClient.class).sql("SELECT current_database()");
              assertThat(name.query(String.class).single()).isEqualTo(external.getDatabaseName());
              assertThat(Files.exists(folder)).isFalse();
            });
  }

  @Test
  void aDatabaseThatIsNotThereYetIsWaitedFor() throws Exception {
    var external = (PGSimpleDataSource) TestDatabase.emptyDataSource();
    var late = new LateServer(external.getPortNumbers()[0]);
    var tried = CompletableFuture.runAsync(late::openAfterTheFirstTry);
    context
        .withPropertyValues("DATABASE_URL=" + urlOf(external, late.port()))
        .withUserConfiguration(Storage.class)
        .run(
            started ->
                assertThat(askForVersion(started.getBean(JdbcClient.class))).startsWith("17."));
    tried.get(20, TimeUnit.SECONDS);
  }

  @Test
  void aDatabaseThatRefusesUsIsNotWaitedFor() {
    var external = (PGSimpleDataSource) TestDatabase.emptyDataSource();
    var url = urlOf(external, external.getPortNumbers()[0]);
    context
        .withPropertyValues("DATABASE_URL=" + url.replaceFirst(":[^:@/]+@", ":wrong@"))
        .withUserConfiguration(Storage.class)
        .run(
            started -> {
              assertThat(started).hasFailed();
              var analysis = new DatabaseUnavailableAnalyzer().analyze(started.getStartupFailure());
              assertThat(analysis.getDescription()).contains("password").doesNotContain("wrong");
              assertThat(analysis.getAction()).contains("DATABASE_URL");
            });
  }

  @Test
  void aDatabaseThatHangsCostsSecondsAndNoMore() {
    new ApplicationContextRunner()
        .withPropertyValues("SML_DATA_DIR=" + folder, "sml.storage.port=0")
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withUserConfiguration(Storage.class)
        .run(
            started -> {
              var pool = started.getBean(HikariDataSource.class);
              assertThat(pool.getConnectionTimeout()).isEqualTo(3_000);
              try (var connection = pool.getConnection()) {
                assertThat(connection.getNetworkTimeout()).isEqualTo(20_000);
              }
            });
  }

  @Test
  void defaultsAreTheOnesOfTheTable() {
    new ApplicationContextRunner()
        .withUserConfiguration(Settings.class)
        .run(
            started ->
                assertThat(started.getBean(StorageSettings.class))
                    .isEqualTo(new StorageSettings("data", null, 5434, 8, Duration.ofMinutes(10))));
  }

  @Test
  void theEnvironmentNamesOfTheTableAreBound() {
    new ApplicationContextRunner()
        .withInitializer(new ConfigDataApplicationContextInitializer())
        .withPropertyValues("SML_DATA_DIR=elsewhere", "DATABASE_URL=postgres://db/x")
        .withUserConfiguration(Settings.class)
        .run(
            started -> {
              var settings = started.getBean(StorageSettings.class);
              assertThat(settings.dataDir()).isEqualTo("elsewhere");
              assertThat(settings.url()).isEqualTo("postgres://db/x");
            });
  }

  @Test
  void aFolderThatIsTakenEndsTheStartWithAMessageThatNamesIt() {
    context
        .withPropertyValues("sml.storage.port=0")
        .withUserConfiguration(Storage.class)
        .run(
            first ->
                context
                    .withUserConfiguration(Storage.class)
                    .run(
                        second -> {
                          assertThat(second).hasFailed();
                          var analysis =
                              new DatabaseUnavailableAnalyzer().analyze(second.getStartupFailure());
                          assertThat(analysis.getDescription()).contains(folder.toString());
                          assertThat(analysis.getAction()).contains("SML_DATA_DIR");
                        }));
  }

  private static String urlOf(PGSimpleDataSource database, int port) {
    return "postgres://%s:%s@127.0.0.1:%d/%s"
        .formatted(database.getUser(), database.getPassword(), port, database.getDatabaseName());
  }

  private static String askForVersion(JdbcClient sql) {
    return sql.sql("SHOW server_version").query(String.class).single();
  }

  @Configuration(proxyBeanMethods = false)
  @EnableConfigurationProperties(StorageSettings.class)
  static class Settings {}

  @Configuration(proxyBeanMethods = false)
  @Import({Settings.class, StorageConfiguration.class})
  static class Storage {}
}
