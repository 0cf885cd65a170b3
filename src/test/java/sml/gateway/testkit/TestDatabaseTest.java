package sml.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class TestDatabaseTest {

  @Test
  void everyCallerGetsADatabaseOfItsOwn() {
    var mine = new JdbcTemplate(TestDatabase.dataSource());
    var yours = new JdbcTemplate(TestDatabase.dataSource());

    mine.execute("CREATE TABLE only_mine (n int)");

    assertThat(mine.queryForObject("SELECT to_regclass('only_mine') IS NOT NULL", Boolean.class))
        .isTrue();
    assertThat(yours.queryForObject("SELECT to_regclass('only_mine') IS NULL", Boolean.class))
        .isTrue();
  }
}
