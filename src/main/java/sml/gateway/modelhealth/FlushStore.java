package sml.gateway.modelhealth;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Table {@code learning_flushes}: which batch of each flow was saved last. */
@Component
final class FlushStore {
  private static final String BEGIN =
      """
      insert into learning_flushes (flow, number) values (:flow, :number)
      on conflict (flow) do update set number = excluded.number, saved_at = now()
      where learning_flushes.number < excluded.number
      """;

  private final JdbcClient db;
  private final TransactionOperations transactions;

  public FlushStore(JdbcClient db, TransactionOperations transactions) {
    this.db = db;
    this.transactions = transactions;
  }

  /** A number for a flow that no other has, of whatever gateway. */
  long flow() {
    return db.sql("select nextval('learning_flows')").query(Long.class).single();
  }

  /**
   * Saves a batch unless that was done before; to be called again with the same number and the same
   * batch when it throws, because then the outcome is unknown. Waits for a call that was cut off
   * and is still running.
   */
  void once(long flow, long number, Runnable save) {
    transactions.executeWithoutResult(
        saving -> {
          if (db.sql(BEGIN).param("flow", flow).param("number", number).update() == 1) {
            save.run();
          }
        });
  }

  /** Deletes the flows of gateways that stopped long ago. */
  public void dropOld() {
    db.sql("delete from learning_flushes where saved_at < now() - interval '7 days'").update();
  }
}
