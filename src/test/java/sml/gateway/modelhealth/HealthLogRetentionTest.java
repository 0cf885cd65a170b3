package sml.gateway.modelhealth;

import static org.assertj.core.api.Assertions.assertThat;

import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import sml.gateway.modelhealth.cooldowns.HealthLogStore;
import sml.gateway.testkit.TestDatabase;

class HealthLogRetentionTest {
  private static final long DAY = 86_400_000;

  private final DataSource database = TestDatabase.dataSource();
  private final JdbcTemplate sql = new JdbcTemplate(database);

  @Test
  void anOldEntryStaysWhileItsCooldownLasts() {
    sql.update(
        """
        insert into health_logs (model_id, status, checked_at, cooldown_until) values
          ('p:over', 'error', to_timestamp(0), to_timestamp(60)),
          ('p:plain', 'available', to_timestamp(0), null),
          ('p:removed', 'error', to_timestamp(0), to_timestamp(30 * 86400)),
          ('p:young', 'available', to_timestamp(3 * 86400), null)
        """);
    new HealthLogStore(sql).dropBefore(2 * DAY, 5 * DAY);
    assertThat(sql.queryForList("select model_id from health_logs order by id", String.class))
        .containsExactly("p:removed", "p:young");
  }
}
