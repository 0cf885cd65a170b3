package sml.gateway.discovery;

import java.sql.Timestamp;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.discovery.ProviderSource.Refused;

/**
 * Table {@code discovery_refusals}: which provider was refused, why, and when that was last
 * reported.
 */
@Component
final class DiscoveryRefusalStore {
  private static final String NOTE =
      """
      insert into discovery_refusals (name, reason, source, first_seen, last_told)
      values (:name, :reason, :source, :now, :now)
      on conflict (name, reason) do update set last_told = excluded.last_told,
        source = excluded.source
      where discovery_refusals.last_told <= :due
      """;

  private final JdbcClient db;

  DiscoveryRefusalStore(JdbcClient db) {
    this.db = db;
  }

  /** Saves a refusal; true when it is new or was not reported since {@code due}. */
  public boolean note(String source, Refused refused, Instant now, Instant due) {
    return db.sql(NOTE)
            .param("name", refused.name())
            .param("reason", refused.reason())
            .param("source", source)
            .param("now", Timestamp.from(now))
            .param("due", Timestamp.from(due))
            .update()
        == 1;
  }
}
