package sml.gateway.catalog.observed;

import java.sql.Timestamp;
import java.util.List;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import sml.gateway.jobs.OperatorEvent;

/** Table {@code observed_access}; a change is stored with the event that reports it. */
@Component
class ObservedAccessStore {
  private final JdbcClient db;
  private final ApplicationEventPublisher events;

  ObservedAccessStore(JdbcClient db, ApplicationEventPublisher events) {
    this.db = db;
    this.events = events;
  }

  /** Every row. */
  List<AccessObservation> all() {
    return db.sql("select provider, access, cause, said, since, probed_at from observed_access")
        .query(AccessObservation.class)
        .list();
  }

  /** Saves an observation; one that is new to all gateways is an event. */
  @Transactional
  public void save(AccessObservation seen) {
    boolean fresh =
        db.sql(
                    """
                    insert into observed_access (provider, access, cause, said, since, probed_at)
                    select name, :access, :cause, :said, :since, :probed from provider_catalog
                    where name = :provider
                    on conflict do nothing
                    """)
                .param("provider", seen.provider())
                .param("access", seen.access())
                .param("cause", seen.cause())
                .param("said", seen.said())
                .param("since", Timestamp.from(seen.since()))
                .param("probed", Timestamp.from(seen.probedAt()))
                .update()
            == 1;
    if (fresh) {
      events.publishEvent(
          new OperatorEvent(
              "provider_access_ended",
              "%s: observed as %s".formatted(seen.provider(), seen.access()),
              seen.said(),
              seen.provider(),
              null,
              "warn"));
    }
  }

  /** Notes that a provider was looked at again without being back. */
  void probed(AccessObservation seen) {
    db.sql("update observed_access set probed_at = :at, said = :said where provider = :provider")
        .param("at", Timestamp.from(seen.probedAt()))
        .param("said", seen.said())
        .param("provider", seen.provider())
        .update();
  }

  /** Removes an observation; that a provider is back is an event. */
  @Transactional
  public void remove(String provider, String why) {
    boolean there =
        db.sql("delete from observed_access where provider = :provider")
                .param("provider", provider)
                .update()
            == 1;
    if (there) {
      events.publishEvent(
          new OperatorEvent(
              "provider_access_returned",
              provider + ": usable again",
              why,
              provider,
              null,
              "success"));
    }
  }
}
