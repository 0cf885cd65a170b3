package sml.gateway.modelhealth.cooldowns;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.chat.ModelRef;
import sml.gateway.modelhealth.StateRowsStore;

/**
 * Table {@code model_fail_streak}: failure streaks and cooldowns. A cooldown is replaced by the
 * newer one; failures and successes are added up, because each replica counts its own.
 */
@Component
public final class CooldownStore extends StateRowsStore<Cooldowns.Row> {
  private static final String UPSERT =
      """
      insert into model_fail_streak (model_id, provider, model, streak_count, gone_count,
        total_fails, total_success, last_fail_at, last_success_at,
        cooldown_since, cooldown_until, cooldown_reason, cooldown_by_provider, cooldown_account)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (model_id) do update set
        streak_count = excluded.streak_count, gone_count = excluded.gone_count,
        total_fails = model_fail_streak.total_fails + excluded.total_fails,
        total_success = model_fail_streak.total_success + excluded.total_success,
        last_fail_at = greatest(model_fail_streak.last_fail_at, excluded.last_fail_at),
        last_success_at = greatest(model_fail_streak.last_success_at, excluded.last_success_at),
        cooldown_since = excluded.cooldown_since, cooldown_until = excluded.cooldown_until,
        cooldown_reason = excluded.cooldown_reason,
        cooldown_by_provider = excluded.cooldown_by_provider,
        cooldown_account = excluded.cooldown_account, updated_at = now()
      """;

  private static final String KEEP =
      """
      insert into model_fail_streak (model_id, provider, model,
        cooldown_since, cooldown_until, cooldown_reason, cooldown_by_provider, cooldown_account)
      values (:id, :provider, :model, :since, :until, :reason, :byProvider, :account)
      on conflict (model_id) do update set
        cooldown_since = excluded.cooldown_since, cooldown_until = excluded.cooldown_until,
        cooldown_reason = excluded.cooldown_reason,
        cooldown_by_provider = excluded.cooldown_by_provider,
        cooldown_account = excluded.cooldown_account, updated_at = now()
      """;

  public CooldownStore(JdbcTemplate jdbc) {
    super(jdbc, UPSERT);
  }

  /** Saves a model's cooldown at once and nothing else of it. */
  public void keep(ModelRef ref, Cooldown cooldown) {
    db.sql(KEEP)
        .param("id", ref.rowId())
        .param("provider", ref.provider())
        .param("model", ref.model())
        .param("since", time(cooldown.sinceMs()))
        .param("until", time(cooldown.untilMs()))
        .param("reason", text(cooldown.reason()))
        .param("byProvider", cooldown.byProvider())
        .param("account", cooldown.account())
        .update();
  }

  @Override
  public void bind(PreparedStatement statement, Cooldowns.Row row) throws SQLException {
    Cooldown cooldown = row.pause();
    statement.setString(1, row.ref().rowId());
    statement.setString(2, row.ref().provider());
    statement.setString(3, row.ref().model());
    statement.setInt(4, row.streak());
    statement.setInt(5, row.gone());
    statement.setLong(6, row.unsavedFails());
    statement.setLong(7, row.unsavedSuccesses());
    statement.setObject(8, time(row.lastFailMs()));
    statement.setObject(9, time(row.lastSuccessMs()));
    statement.setObject(10, cooldown == null ? null : time(cooldown.sinceMs()));
    statement.setObject(11, cooldown == null ? null : time(cooldown.untilMs()));
    statement.setString(12, cooldown == null ? null : text(cooldown.reason()));
    statement.setBoolean(13, cooldown != null && cooldown.byProvider());
    statement.setObject(14, cooldown == null ? null : cooldown.account(), Types.BIGINT);
  }

  @Override
  public List<Cooldowns.Row> load() {
    return db.sql("select * from model_fail_streak").query((row, number) -> read(row)).list();
  }

  private static Cooldowns.Row read(ResultSet row) throws SQLException {
    return new Cooldowns.Row(
        new ModelRef(row.getString("provider"), row.getString("model")),
        row.getInt("streak_count"),
        row.getInt("gone_count"),
        millis(row, "last_fail_at"),
        millis(row, "last_success_at"),
        0,
        0,
        pause(row));
  }

  private static @Nullable Cooldown pause(ResultSet row) throws SQLException {
    String reason = row.getString("cooldown_reason");
    return reason == null
        ? null
        : new Cooldown(
            reason,
            millis(row, "cooldown_since"),
            millis(row, "cooldown_until"),
            row.getBoolean("cooldown_by_provider"),
            row.getObject("cooldown_account", Long.class));
  }
}
