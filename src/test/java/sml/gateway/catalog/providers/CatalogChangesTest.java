package sml.gateway.catalog.providers;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import sml.gateway.testkit.TestDatabase;

/** Table changes that every gateway has to notice. */
class CatalogChangesTest {
  private final JdbcClient sql = JdbcClient.create(TestDatabase.dataSource());

  private long version() {
    return sql.sql("select version from catalog_version").query(Long.class).single();
  }

  private long changes(String statement) {
    long before = version();
    sql.sql(statement).update();
    return version() - before;
  }

  @Test
  void anotherCalendarOfQuotasReachesAllGateways() {
    sql.sql("insert into provider_catalog (name, label, base_url) values ('c', 'C', 'http://c')")
        .update();
    assertThat(changes("update provider_catalog set quota_reset = 'rolling' where name = 'c'"))
        .isEqualTo(1);
    assertThat(changes("update provider_catalog set resold_as = null where name = 'c'"))
        .isEqualTo(1);
    assertThat(changes("update provider_catalog set notes = 'n' where name = 'c'")).isZero();
  }
}
