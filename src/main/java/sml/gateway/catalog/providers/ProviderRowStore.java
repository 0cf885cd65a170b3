package sml.gateway.catalog.providers;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.providers.ProviderSpec.AuthSpec;
import sml.gateway.catalog.updates.ProviderRegistrar.DiscoveredProvider;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;

/** Table {@code provider_catalog}: writes the values of rows. */
@Component
final class ProviderRowStore {
  private static final String INSERT =
      """
      insert into provider_catalog (name, label, access, access_facts, base_url, chat_url,
        auth_scheme, auth_name, models_url, models_auth, models_filter, free_models, models, dialect,
        headers, env_var, homepage, notes, billing, free_tier, keyless, local, enabled, source,
        edited_at, guarded, reseller, resold_as, quota_reset, quota_owner, key_proof)
      values (:name, :label, :access, cast(:access_facts as jsonb), :base_url, :chat_url,
        :auth_scheme, :auth_name, :models_url, cast(:models_auth as jsonb), :models_filter,
        cast(:free_models as jsonb), cast(:models as jsonb), :dialect, cast(:headers as jsonb),
        :env_var, :homepage, :notes, :billing, :free_tier, :keyless, :local, :enabled, :source,
        :edited_at, :guarded, :reseller, :resold_as, :quota_reset, :quota_owner, :key_proof)
      on conflict (name) do
      """;

  private static final String UPDATE =
      """
      update set label = excluded.label, access = excluded.access,
        access_facts = excluded.access_facts, base_url = excluded.base_url,
        chat_url = excluded.chat_url, auth_scheme = excluded.auth_scheme,
        auth_name = excluded.auth_name, models_url = excluded.models_url,
        models_auth = excluded.models_auth, models_filter = excluded.models_filter,
        free_models = excluded.free_models, models = excluded.models, dialect = excluded.dialect,
        headers = excluded.headers, env_var = excluded.env_var, homepage = excluded.homepage,
        notes = excluded.notes, billing = excluded.billing, free_tier = excluded.free_tier,
        keyless = excluded.keyless, local = excluded.local, quota_reset = excluded.quota_reset,
        quota_owner = excluded.quota_owner, key_proof = excluded.key_proof,
        edited_at = excluded.edited_at, guarded = excluded.guarded, updated_at = now()
      """;

  /**
   * A row that was found before it was shipped becomes a shipped one. A provider that turned out to
   * need no key is not switched on by that: its row has no key that says the operator wants it.
   */
  private static final String CORRECT =
      UPDATE
          + """
            , source = excluded.source, reseller = null, resold_as = null,
            enabled = provider_catalog.enabled and (excluded.enabled or provider_catalog.keyless
              or exists (select from api_keys where provider = excluded.name))
          where provider_catalog.edited_at is null and provider_catalog.source <> 'simulated'
            and to_jsonb(excluded.*) - :own::text[] <> to_jsonb(provider_catalog.*) - :own::text[]
          """;

  /** Columns that are no values of a shipped row. */
  private static final String[] OWN = {
    "enabled",
    "status",
    "use_credit",
    "limits",
    "limits_at",
    "edited_at",
    "discovered_at",
    "updated_at",
    "last_probed_at",
    "probe_status_code",
    "unreachable_since"
  };

  private final JdbcClient db;
  private final JsonColumn json;

  ProviderRowStore(JdbcClient db, ObjectMapper json) {
    this.db = db;
    this.json = new JsonColumn(json);
  }

  /** Adds a shipped row, or corrects one that was never edited; its switch stays as it is. */
  void plant(String name, ProviderSpec spec, boolean enabled) {
    insert(name, spec, CORRECT)
        .param("enabled", enabled)
        .param("source", "seed")
        .param("edited_at", null)
        .param("own", OWN)
        .update();
  }

  /** Writes a simulated provider; an operator's switch stays as it is. */
  void simulate(String name, ProviderSpec spec) {
    insert(name, spec, UPDATE + ", source = excluded.source")
        .param("enabled", true)
        .param("source", "simulated")
        .param("edited_at", null)
        .update();
  }

  /** Writes a provider that discovery found; false when its name is taken. */
  boolean discover(DiscoveredProvider newcomer, ProviderSpec spec) {
    return insert(newcomer.name(), spec, true, newcomer.resale(), "nothing")
            .param("enabled", true)
            .param("source", newcomer.source())
            .param("edited_at", null)
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
  void save(String name, ProviderSpec spec, boolean guarded, Instant now) {
    insert(name, spec, guarded, null, UPDATE)
        .param("enabled", true)
        .param("source", "manual")
        .param("edited_at", Timestamp.from(now))
        .update();
  }

  /** Gives a shipped row its shipped values again and switches it off. */
  void reset(String name, ProviderSpec spec) {
    insert(
            name,
            spec,
            UPDATE
                + ", enabled = excluded.enabled, status = 'active', use_credit = false,"
                + " limits = '{}'")
        .param("enabled", false)
        .param("source", "seed")
        .param("edited_at", null)
        .update();
  }

  private JdbcClient.StatementSpec insert(String name, ProviderSpec spec, String onConflict) {
    return insert(name, spec, false, null, onConflict);
  }

  private JdbcClient.StatementSpec insert(
      String name, ProviderSpec spec, boolean guarded, @Nullable Resale resale, String onConflict) {
    AuthSpec listAuth = spec.modelsAuth();
    return db.sql(INSERT + onConflict)
        .param("name", name)
        .param("label", spec.label())
        .param("access", spec.access())
        .param("access_facts", json.write(spec.accessFacts()))
        .param("base_url", spec.baseUrl())
        .param("chat_url", spec.chatUrl())
        .param("auth_scheme", spec.auth().scheme())
        .param("auth_name", spec.auth().name())
        .param("models_url", spec.modelsUrl())
        .param("models_auth", listAuth == null ? null : json.write(listAuth))
        .param("models_filter", spec.modelsFilter())
        .param("free_models", json.write(spec.freeModels()))
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
        .param("quota_owner", spec.quotaOwner())
        .param("key_proof", spec.keyProof())
        .param("guarded", guarded)
        .param("reseller", resale == null ? null : resale.reseller())
        .param("resold_as", resale == null ? null : resale.as());
  }
}
