package sml.gateway.catalog.providers;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.OperatorLimits;
import sml.gateway.catalog.SimulatedProviders;
import sml.gateway.catalog.providers.ProviderSpec.AccessFacts;
import sml.gateway.catalog.providers.ProviderSpec.AuthSpec;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;
import sml.gateway.chat.GatewayException.InvalidRequest;

/** Table {@code provider_catalog} and the counter {@code catalog_version}. */
@Component
public final class ProviderStore {
  private static final Logger LOG = LoggerFactory.getLogger(ProviderStore.class);

  private final JdbcClient db;
  private final JsonColumn json;
  private final boolean simulated;

  /** With a field of simulated providers its rows are all there is, without one they are not. */
  public ProviderStore(JdbcClient db, ObjectMapper json, ObjectProvider<SimulatedProviders> field) {
    this.db = db;
    this.json = new JsonColumn(json);
    this.simulated = field.stream().findAny().isPresent();
  }

  /** True when the providers are simulated. */
  boolean simulated() {
    return simulated;
  }

  /** Changes whenever any program changed a row that requests depend on. */
  public long version() {
    return db.sql("select version from catalog_version").query(Long.class).single();
  }

  /** All rows, active before pending before paused, in the order they came. */
  public List<ProviderRow> all() {
    return db.sql(
            """
            select * from provider_catalog where (source = 'simulated') = :simulated
            order by array_position(array['active', 'pending', 'paused'], status),
              local, discovered_at, name
            """)
        .param("simulated", simulated)
        .query(this::row)
        .list();
  }

  public Optional<ProviderRow> find(String name) {
    return db.sql(
            """
            select * from provider_catalog
            where name = :name and (source = 'simulated') = :simulated\
            """)
        .param("name", name)
        .param("simulated", simulated)
        .query(this::row)
        .optional();
  }

  /** What the operator chose of a row, beside its values; what is null stays as it is. */
  void choose(
      String name,
      @Nullable Boolean enabled,
      @Nullable String status,
      @Nullable Boolean useCredit,
      @Nullable OperatorLimits limits) {
    db.sql(
            """
            with given as (
              select coalesce(cast(:enabled as boolean), p.enabled) as enabled,
                coalesce(cast(:status as text), p.status) as status,
                coalesce(cast(:credit as boolean), p.use_credit) as use_credit,
                coalesce(cast(:limits as jsonb), p.limits) as limits
              from provider_catalog p where p.name = :name for update
            )
            update provider_catalog old
            set enabled = given.enabled, status = given.status, use_credit = given.use_credit,
              limits_at = case when old.limits = given.limits then old.limits_at
                else cast(:limits_at as timestamptz) end,
              limits = given.limits, updated_at = now()
            from given
            where old.name = :name and (old.enabled, old.status, old.use_credit, old.limits)
              is distinct from (given.enabled, given.status, given.use_credit, given.limits)
            """)
        .param("enabled", enabled)
        .param("status", status)
        .param("credit", useCredit)
        .param("limits", limits == null ? null : json.write(LimitFields.write(limits)))
        .param("limits_at", limits == null ? null : Timestamp.from(limits.since()), Types.TIMESTAMP)
        .param("name", name)
        .update();
  }

  /** The operator's word on whether the gateway may spend the starting credit of a provider. */
  void useCredit(String name, boolean use) {
    db.sql("update provider_catalog set use_credit = :use, updated_at = now() where name = :name")
        .param("use", use)
        .param("name", name)
        .update();
  }

  /** Removes a row with its keys; its models stay for their history. */
  boolean delete(String name) {
    return db.sql("delete from provider_catalog where name = :name").param("name", name).update()
        == 1;
  }

  /** Switches a row off and keeps it as paused. */
  void pause(String name) {
    enable(name, false);
    db.sql("update provider_catalog set status = 'paused' where name = :name")
        .param("name", name)
        .update();
  }

  /** The operator's switch; switching on also ends a pause. */
  public boolean enable(String name, boolean enabled) {
    return db.sql(
                """
                update provider_catalog
                set enabled = :enabled, updated_at = now(),
                  status = case when :enabled then 'active' else status end
                where name = :name
                """)
            .param("enabled", enabled)
            .param("name", name)
            .update()
        == 1;
  }

  /** Notes how the provider's model list answered; null when there was no answer. */
  public void probed(String name, @Nullable Integer status) {
    db.sql(
            """
            update provider_catalog set last_probed_at = now(), probe_status_code = :status,
              unreachable_since =
                case when cast(:status as integer) is null then coalesce(unreachable_since, now()) end
            where name = :name
            """)
        .param("status", status)
        .param("name", name)
        .update();
  }

  // a person or a later release may have written what is not known here
  private OperatorLimits limits(ResultSet row) throws SQLException {
    JsonNode limits = json.read(row.getString("limits"), new TypeReference<JsonNode>() {});
    try {
      return LimitFields.read(limits, row.getTimestamp("limits_at").toInstant());
    } catch (InvalidRequest unknown) {
      LOG.warn(
          "event=limits_not_kept provider={} reason={}",
          row.getString("name"),
          unknown.getMessage());
      return OperatorLimits.NONE;
    }
  }

  private ProviderRow row(ResultSet row, int index) throws SQLException {
    String reseller = row.getString("reseller");
    return new ProviderRow(
        row.getString("name"),
        spec(row),
        row.getBoolean("enabled"),
        row.getBoolean("use_credit"),
        limits(row),
        row.getString("status"),
        row.getString("source"),
        row.getTimestamp("edited_at") != null,
        row.getBoolean("guarded"),
        reseller == null ? null : new Resale(reseller, row.getString("resold_as")),
        instant(row.getTimestamp("last_probed_at")),
        row.getObject("probe_status_code", Integer.class),
        instant(row.getTimestamp("unreachable_since")),
        row.getTimestamp("discovered_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  private ProviderSpec spec(ResultSet row) throws SQLException {
    String listAuth = row.getString("models_auth");
    return new ProviderSpec(
        row.getString("label"),
        row.getString("base_url"),
        row.getString("chat_url"),
        new AuthSpec(row.getString("auth_scheme"), row.getString("auth_name")),
        row.getString("models_url"),
        listAuth == null ? null : json.read(listAuth, new TypeReference<AuthSpec>() {}),
        row.getString("models_filter"),
        json.read(row.getString("free_models"), new TypeReference<List<String>>() {}),
        json.read(row.getString("models"), new TypeReference<List<JsonNode>>() {}),
        row.getString("dialect"),
        json.read(row.getString("headers"), new TypeReference<Map<String, String>>() {}),
        row.getString("env_var"),
        row.getString("homepage"),
        row.getString("notes"),
        row.getString("billing"),
        row.getString("access"),
        json.read(row.getString("access_facts"), new TypeReference<AccessFacts>() {}),
        row.getBoolean("keyless"),
        row.getBoolean("local"),
        row.getString("quota_reset"),
        row.getString("quota_owner"),
        row.getString("key_proof"));
  }

  static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
