package sml.gateway.modelhealth.quotas;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import sml.gateway.modelhealth.StateRowsStore;
import sml.gateway.modelhealth.quotas.readings.QuotaSource;

/** Table {@code quota_windows}: what was measured and counted of each quota. */
@Component
public final class QuotaWindowStore extends StateRowsStore<SavedQuota> {
  private static final String UPSERT =
      """
      insert into quota_windows (owner, quota, account, limit_value, limit_source, limit_words,
        limit_at, remaining, remaining_source, remaining_words, remaining_at, reset_at, counts)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (owner, quota) do update set
        account = excluded.account, limit_value = excluded.limit_value,
        limit_source = excluded.limit_source, limit_words = excluded.limit_words,
        limit_at = excluded.limit_at, remaining = excluded.remaining,
        remaining_source = excluded.remaining_source, remaining_words = excluded.remaining_words,
        remaining_at = excluded.remaining_at, reset_at = excluded.reset_at,
        counts = excluded.counts
      """;

  public QuotaWindowStore(JdbcTemplate jdbc) {
    super(jdbc, UPSERT);
  }

  @Override
  public void bind(PreparedStatement statement, SavedQuota row) throws SQLException {
    statement.setString(1, row.owner());
    statement.setString(2, row.quota());
    statement.setObject(3, row.account(), Types.BIGINT);
    statement.setObject(4, row.limit());
    bind(statement, 5, row.limitSource());
    statement.setObject(8, row.remaining());
    bind(statement, 9, row.remainingSource());
    statement.setObject(12, time(row.resetAtMs()));
    Long[] counts = Arrays.stream(row.counts()).boxed().toArray(Long[]::new);
    statement.setArray(13, statement.getConnection().createArrayOf("bigint", counts));
  }

  private static void bind(PreparedStatement statement, int from, @Nullable QuotaSource source)
      throws SQLException {
    statement.setString(from, source == null ? null : source.kind().word());
    statement.setString(from + 1, source == null ? null : text(source.words()));
    statement.setObject(from + 2, source == null ? null : time(source.atMs()));
  }

  @Override
  public List<SavedQuota> load() {
    return db.sql("select * from quota_windows").query((row, number) -> read(row)).list();
  }

  private static SavedQuota read(ResultSet row) throws SQLException {
    Long[] counts = (Long[]) row.getArray("counts").getArray();
    return new SavedQuota(
        row.getString("owner"),
        row.getObject("account", Long.class),
        row.getString("quota"),
        row.getObject("limit_value", Long.class),
        source(row, "limit"),
        row.getObject("remaining", Long.class),
        source(row, "remaining"),
        millisOrNull(row, "reset_at"),
        Stream.of(counts).mapToLong(Long::longValue).toArray());
  }

  private static @Nullable QuotaSource source(ResultSet row, String number) throws SQLException {
    String kind = row.getString(number + "_source");
    return kind == null
        ? null
        : new QuotaSource(
            QuotaSource.Kind.of(kind),
            row.getString(number + "_words"),
            millis(row, number + "_at"));
  }
}
