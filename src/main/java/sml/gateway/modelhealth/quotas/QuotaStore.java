package sml.gateway.modelhealth.quotas;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.StateRowsStore;
import sml.gateway.modelhealth.quotas.QuotaLedger.QuotaState;

/** Table {@code provider_limits}: the quotas that were learned. */
@Component
public final class QuotaStore extends StateRowsStore<QuotaLedger.Row> {
  private static final String UPSERT =
      """
      insert into provider_limits (provider, model_id,
        limit_tpm, remaining_tpm, reset_tpm_at, limit_tpd, remaining_tpd, reset_tpd_at,
        limit_rpm, remaining_rpm, reset_rpm_at, limit_rpd, remaining_rpd, reset_rpd_at,
        last_429_at, source, updated_at, account)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (provider, model_id) do update set
        limit_tpm = excluded.limit_tpm, remaining_tpm = excluded.remaining_tpm,
        reset_tpm_at = excluded.reset_tpm_at, limit_tpd = excluded.limit_tpd,
        remaining_tpd = excluded.remaining_tpd, reset_tpd_at = excluded.reset_tpd_at,
        limit_rpm = excluded.limit_rpm, remaining_rpm = excluded.remaining_rpm,
        reset_rpm_at = excluded.reset_rpm_at, limit_rpd = excluded.limit_rpd,
        remaining_rpd = excluded.remaining_rpd, reset_rpd_at = excluded.reset_rpd_at,
        last_429_at = excluded.last_429_at, source = excluded.source,
        updated_at = excluded.updated_at, account = excluded.account
      """;

  public QuotaStore(JdbcTemplate jdbc) {
    super(jdbc, UPSERT);
  }

  @Override
  public void bind(PreparedStatement statement, QuotaLedger.Row row) throws SQLException {
    statement.setString(1, row.ref().provider());
    statement.setString(2, row.ref().model());
    bind(statement, 3, row.tpm());
    bind(statement, 6, row.tpd());
    bind(statement, 9, row.rpm());
    bind(statement, 12, row.rpd());
    statement.setObject(15, time(row.last429Ms()));
    statement.setString(16, row.source());
    statement.setObject(17, time(row.updatedMs()));
    statement.setObject(18, row.account(), Types.BIGINT);
  }

  private static void bind(PreparedStatement statement, int from, QuotaState state)
      throws SQLException {
    statement.setObject(from, state.limit());
    statement.setObject(from + 1, state.remaining());
    statement.setObject(from + 2, time(state.resetAtMs()));
  }

  @Override
  public List<QuotaLedger.Row> load() {
    return db.sql("select * from provider_limits").query((row, number) -> read(row)).list();
  }

  private static QuotaLedger.Row read(ResultSet row) throws SQLException {
    return new QuotaLedger.Row(
        new ModelRef(row.getString("provider"), row.getString("model_id")),
        state(row, "tpm"),
        state(row, "tpd"),
        state(row, "rpm"),
        state(row, "rpd"),
        row.getString("source"),
        millis(row, "last_429_at"),
        millis(row, "updated_at"),
        row.getObject("account", Long.class));
  }

  private static QuotaState state(ResultSet row, String quota) throws SQLException {
    return new QuotaState(
        row.getObject("limit_" + quota, Long.class),
        row.getObject("remaining_" + quota, Long.class),
        millisOrNull(row, "reset_" + quota + "_at"));
  }
}
