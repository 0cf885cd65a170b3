package sml.gateway.catalog.providers;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.SimulatedProviders;
import sml.gateway.catalog.providers.ProviderSpec.AuthSpec;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;

/** Table {@code provider_catalog} and the counter {@code catalog_version}. */
@Component
public final class ProviderStore {
  private static final String COLUMNS =
      """
      label = :label, base_url = :base_url, chat_url = :chat_url, auth_scheme = :auth_scheme,
      auth_name = :auth_name, models_url = :models_url, models_auth = cast(:models_auth as jsonb),
      models_filter = :models_filter, models = cast(:models as jsonb), dialect = :dialect,
      headers = cast(:headers as jsonb), env_var = :env_var, homepage = :homepage, notes = :notes,
      billing = :billing, free_tier = :free_tier, keyless = :keyless, local = :local,
      quota_reset = :quota_reset, key_proof = :key_proof, updated_at = now()
      """;

  private static final String UPDATE = "update set " + COLUMNS;
  private static final String OVERWRITE =
      UPDATE + ", enabled = :enabled, status = :status, edited_at = :edited_at, guarded = :guarded";

  private static final String INSERT =
      """
      insert into provider_catalog (name, label, base_url, chat_url, auth_scheme, auth_name,
        models_url, models_auth, models_filter, models, dialect, headers, env_var, homepage, notes,
        billing, free_tier, keyless, local, enabled, status, source, edited_at, guarded, reseller,
        resold_as, quota_reset, key_proof)
      values (:name, :label, :base_url, :chat_url, :auth_scheme, :auth_name, :models_url,
        cast(:models_auth as jsonb), :models_filter, cast(:models as jsonb), :dialect,
        cast(:headers as jsonb), :env_var, :homepage, :notes, :billing, :free_tier, :keyless,
        :local, :enabled, :status, :source, :edited_at, :guarded, :reseller, :resold_as,
        :quota_reset, :key_proof)
      on conflict (name) do
      """;

  private static final String FILL =
      """
      update set
        chat_url = coalesce(provider_catalog.chat_url, excluded.chat_url),
        models_url = coalesce(provider_catalog.models_url, excluded.models_url),
        models_auth = coalesce(provider_catalog.models_auth, excluded.models_auth),
        models = case when provider_catalog.models = '[]' then excluded.models
                      else provider_catalog.models end,
        headers = case when provider_catalog.headers = '{}' then excluded.headers
                       else provider_catalog.headers end,
        env_var = coalesce(nullif(provider_catalog.env_var, ''), excluded.env_var),
        homepage = coalesce(nullif(provider_catalog.homepage, ''), excluded.homepage),
        notes = coalesce(nullif(provider_catalog.notes, ''), excluded.notes),
        billing = coalesce(nullif(provider_catalog.billing, ''), excluded.billing),
        quota_reset = coalesce(provider_catalog.quota_reset, excluded.quota_reset),
        key_proof = excluded.key_proof
      where provider_catalog.edited_at is null
      """;

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

  /** Adds a shipped row, or fills the empty fields of one that was never edited. */
  void plant(String name, ProviderSpec spec, boolean enabled) {
    insert(name, spec, FILL)
        .param("enabled", enabled)
        .param("status", "active")
        .param("source", "seed")
        .param("edited_at", null)
        .update();
  }

  /** Writes a simulated provider; an operator's switch stays as it is. */
  void simulate(String name, ProviderSpec spec) {
    insert(name, spec, UPDATE + ", source = :source, edited_at = :edited_at")
        .param("enabled", true)
        .param("status", "active")
        .param("source", "simulated")
        .param("edited_at", null)
        .update();
  }

  /** Writes a provider that discovery found; false when its name is taken. */
  boolean discover(DiscoveredProvider newcomer, ProviderSpec spec) {
    Resale resale = newcomer.resale();
    return insert(newcomer.name(), spec, "nothing")
            .param("enabled", true)
            .param("status", "active")
            .param("source", newcomer.source())
            .param("edited_at", null)
            .param("guarded", true)
            .param("reseller", resale == null ? null : resale.reseller())
            .param("resold_as", resale == null ? null : resale.as())
            .update()
        == 1;
  }

  /** Removes the simulated providers of earlier runs. */
  void keepSimulated(Collection<String> names) {
    db.sql("delete from provider_catalog where source = 'simulated' and name <> all(:names)")
        .param("names", names.toArray(String[]::new))
        .update();
  }

  /** Writes the operator's version of a row, new or not. */
  void save(
      String name,
      ProviderSpec spec,
      boolean enabled,
      String status,
      boolean guarded,
      Instant now) {
    insert(name, spec, OVERWRITE)
        .param("guarded", guarded)
        .param("enabled", enabled)
        .param("status", status)
        .param("source", "manual")
        .param("edited_at", Timestamp.from(now))
        .update();
  }

  /** Gives a shipped row its shipped values again and switches it off. */
  void reset(String name, ProviderSpec spec) {
    insert(name, spec, OVERWRITE)
        .param("enabled", false)
        .param("status", "active")
        .param("source", "seed")
        .param("edited_at", null)
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
            update provider_catalog set last_probed_at = now(), probe_status_code = :status
            where name = :name
            """)
        .param("status", status)
        .param("name", name)
        .update();
  }

  private JdbcClient.StatementSpec insert(String name, ProviderSpec spec, String onConflict) {
    AuthSpec listAuth = spec.modelsAuth();
    return db.sql(INSERT + onConflict)
        .param("name", name)
        .param("label", spec.label())
        .param("base_url", spec.baseUrl())
        .param("chat_url", spec.chatUrl())
        .param("auth_scheme", spec.auth().scheme())
        .param("auth_name", spec.auth().name())
        .param("models_url", spec.modelsUrl())
        .param("models_auth", listAuth == null ? null : json.write(listAuth))
        .param("models_filter", spec.modelsFilter())
        .param("models", json.write(spec.models()))
        .param("dialect", spec.dialect())
        .param("headers", json.write(spec.headers()))
        .param("env_var", spec.envVar())
        .param("homepage", spec.homepage())
        .param("notes", spec.notes())
        .param("billing", spec.billing())
        .param("free_tier", spec.freeTier())
        .param("keyless", spec.keyless())
        .param("local", spec.local())
        .param("quota_reset", spec.quotaReset())
        .param("key_proof", spec.keyProof())
        .param("guarded", false)
        .param("reseller", null)
        .param("resold_as", null);
  }

  private ProviderRow row(ResultSet row, int index) throws SQLException {
    String listAuth = row.getString("models_auth");
    String reseller = row.getString("reseller");
    var spec =
        new ProviderSpec(
            row.getString("label"),
            row.getString("base_url"),
            row.getString("chat_url"),
            new AuthSpec(row.getString("auth_scheme"), row.getString("auth_name")),
            row.getString("models_url"),
            listAuth == null ? null : json.read(listAuth, new TypeReference<AuthSpec>() {}),
            row.getString("models_filter"),
            json.read(row.getString("models"), new TypeReference<List<JsonNode>>() {}),
            row.getString("dialect"),
            json.read(row.getString("headers"), new TypeReference<Map<String, String>>() {}),
            row.getString("env_var"),
            row.getString("homepage"),
            row.getString("notes"),
            row.getString("billing"),
            row.getBoolean("free_tier"),
            row.getBoolean("keyless"),
            row.getBoolean("local"),
            row.getString("quota_reset"),
            row.getString("key_proof"));
    return new ProviderRow(
        row.getString("name"),
        spec,
        row.getBoolean("enabled"),
        row.getString("status"),
        row.getString("source"),
        row.getTimestamp("edited_at") != null,
        row.getBoolean("guarded"),
        reseller == null ? null : new Resale(reseller, row.getString("resold_as")),
        instant(row.getTimestamp("last_probed_at")),
        row.getObject("probe_status_code", Integer.class),
        row.getTimestamp("discovered_at").toInstant(),
        row.getTimestamp("updated_at").toInstant());
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }
}
