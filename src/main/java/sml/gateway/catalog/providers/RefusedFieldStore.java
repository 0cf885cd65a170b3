package sml.gateway.catalog.providers;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;

/** Table {@code refused_fields}. */
@Component
final class RefusedFieldStore {
  private final JdbcClient db;

  RefusedFieldStore(JdbcClient db) {
    this.db = db;
  }

  /** Every row. */
  List<RefusedField> all() {
    return db.sql("select provider, model, field, said, learned_at from refused_fields")
        .query(
            (row, index) ->
                new RefusedField(
                    new ModelRef(row.getString("provider"), row.getString("model")),
                    row.getString("field"),
                    row.getString("said"),
                    row.getTimestamp("learned_at").toInstant()))
        .list();
  }

  /** Adds a row, unless it is there or its provider is not. */
  void add(RefusedField row) {
    db.sql(
            """
            insert into refused_fields (provider, model, field, said, learned_at)
            select name, :model, :field, :said, :at from provider_catalog where name = :provider
            on conflict do nothing
            """)
        .param("provider", row.ref().provider())
        .param("model", row.ref().model())
        .param("field", row.field())
        .param("said", row.said().replace('\0', ' '))
        .param("at", Timestamp.from(row.since()))
        .update();
  }

  /** Removes one field of a provider, or all of them when null; returns how many. */
  int remove(String provider, @Nullable String field) {
    return db.sql(
            """
            delete from refused_fields
            where provider = :provider and (cast(:field as text) is null or field = :field)
            """)
        .param("provider", provider)
        .param("field", field)
        .update();
  }

  /**
   * A field that a model of a provider refused.
   *
   * @param said the provider's words
   * @param since when that was learned
   */
  record RefusedField(ModelRef ref, String field, String said, Instant since) {}
}
