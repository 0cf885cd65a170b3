package sml.gateway.learning.store;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Table {@code learning_flushes}: which batch of each flow was saved last. */
@Component
public final class FlushStore {
  private static final String BEGIN =
      """
      insert into learning_flushes (flow, number) values (?, ?)
      on conflict (flow) do update set number = excluded.number, saved_at = now()
      where learning_flushes.number < excluded.number
      """;

  private final JdbcTemplate jdbc;
  private final TransactionOperations transactions;

  public FlushStore(JdbcTemplate jdbc, TransactionOperations transactions) {
    this.jdbc = jdbc;
    this.transactions = transactions;
  }

  /** A number for a flow that no other has, of whatever gateway. */
  long flow() {
    Long flow = jdbc.queryForObject("select nextval('learning_flows')", Long.class);
    return flow == null ? 0 : flow;
  }

  /**
   * Saves a batch unless that was done before; to be called again with the same number and the same
   * batch when it throws, because then nobody knows. Waits for a call that was cut off and is still
   * being worked on.
   */
  void once(long flow, long number, Runnable save) {
    transactions.executeWithoutResult(
        saving -> {
          if (jdbc.update(BEGIN, flow, number) == 1) {
            save.run();
          }
        });
  }

  /** Forgets the flows of gateways that are long gone. */
  public void dropOld() {
    jdbc.update("delete from learning_flushes where saved_at < now() - interval '7 days'");
  }
}
