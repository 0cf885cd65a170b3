package sml.gateway.observability.log;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.chat.AnswerRejected;

/** Table {@code complaints}. */
@Component
final class ComplaintStore {
  private final JdbcClient db;

  ComplaintStore(JdbcClient db) {
    this.db = db;
  }

  /** Adds a complaint; false when there is one about this request already. */
  boolean add(AnswerRejected rejected) {
    return db.sql(
                """
                insert into complaints (request_id, model_id, category, reason)
                values (:request, :model, :category, :reason) on conflict do nothing
                """)
            .param("request", rejected.requestId())
            .param("model", rejected.ref().id())
            .param("category", rejected.category().id())
            .param("reason", rejected.reason())
            .update()
        > 0;
  }
}
