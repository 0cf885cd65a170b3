package sml.gateway.catalog.providers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.OperatorLimits;
import sml.gateway.catalog.updates.ProviderRegistrar.Resale;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;

/** The operator's changes to the catalogue. */
@Component
public final class ProviderEditor {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,63}");

  /** A NUL as JSON writes it; an escaped backslash before its u makes it text. */
  private static final Pattern NUL = Pattern.compile("(?<!\\\\)(?:\\\\\\\\)*\\\\u0000");

  private static final Set<String> FOUND = Set.of("openrouter", "huggingface", "pattern");
  private static final Set<String> STATUSES = Set.of("active", "paused", "pending");
  private static final Set<String> EDITABLE =
      Set.of(
          "label",
          "access",
          "access_facts",
          "free_models",
          "quota_owner",
          "use_credit",
          "limits",
          "base_url",
          "chat_url",
          "auth",
          "models_url",
          "models_auth",
          "models_filter",
          "key_proof",
          "models",
          "dialect",
          "headers",
          "homepage",
          "notes",
          "billing",
          "free_tier",
          "keyless",
          "local",
          "quota_reset",
          "status",
          "enabled");
  private static final Set<String> SWITCHES = Set.of("status", "enabled", "use_credit", "limits");
  private static final Set<String> SHOWN_ONLY =
      Set.of(
          "name",
          "env_var",
          "source",
          "last_probed_at",
          "probe_status_code",
          "discovered_at",
          "updated_at",
          "has_key",
          "guarded",
          "reseller",
          "resold_as",
          "model_count",
          "refused_fields",
          "edited",
          "shipped",
          "effective_access",
          "observed");

  private final ProviderStore store;
  private final ProviderRowStore rows;
  private final SeedProviders seedProviders;
  private final ProviderSpecReader reader;
  private final Clock clock;

  ProviderEditor(
      ProviderStore store,
      ProviderRowStore rows,
      SeedProviders seedProviders,
      ProviderSpecReader reader,
      Clock clock) {
    this.store = store;
    this.rows = rows;
    this.seedProviders = seedProviders;
    this.reader = reader;
    this.clock = clock;
  }

  /**
   * Adds a provider or changes one; of a provider that exists, fields not given stay.
   *
   * @throws InvalidRequest naming the wrong field
   */
  public ProviderRow put(String name, ObjectNode given) {
    requireName(name);
    ObjectNode fields = known(given);
    JsonNode status = fields.remove("status");
    JsonNode enabled = fields.remove("enabled");
    JsonNode credit = fields.remove("use_credit");
    JsonNode limits = fields.remove("limits");
    Optional<ProviderRow> present = store.find(name);
    ProviderSpec spec = spec(name, present, fields);
    Boolean on = enabled == null ? null : bool("enabled", enabled);
    Boolean useCredit = credit == null ? null : bool("use_credit", credit);
    String state = status == null ? null : status.asText();
    if (state != null && !STATUSES.contains(state)) {
      throw new InvalidRequest("`status` must be active, paused or pending.", "status");
    }
    OperatorLimits limited = limits(name, present, spec, limits);
    if (present.filter(old -> old.spec().equals(spec)).isEmpty()) {
      boolean guarded = present.filter(old -> guarded(old, spec)).isPresent();
      rows.save(name, spec, guarded, clock.instant());
    }
    store.choose(name, on, state, useCredit, limited);
    return find(name);
  }

  /**
   * The row that {@link #put} would save of these fields, to be tried first; nothing is saved.
   *
   * @throws InvalidRequest naming the wrong field
   */
  public ProviderRow trial(String name, ObjectNode given) {
    requireName(name);
    ObjectNode fields = known(given).remove(SWITCHES);
    Optional<ProviderRow> present = store.find(name);
    ProviderSpec spec = spec(name, present, fields);
    boolean guarded = present.filter(old -> guarded(old, spec)).isPresent();
    Resale resale = present.map(ProviderRow::resale).orElse(null);
    Instant now = clock.instant();
    return new ProviderRow(
        name,
        spec,
        true,
        false,
        OperatorLimits.NONE,
        "active",
        "manual",
        true,
        guarded,
        resale,
        null,
        null,
        null,
        now,
        now);
  }

  private ProviderSpec spec(String name, Optional<ProviderRow> present, ObjectNode fields) {
    if (store.simulated() && !fields.isEmpty()) {
      throw new InvalidRequest(
          "The demo has simulated providers only, and they can only be switched on, off and"
              + " limited.",
          fields.fieldNames().next());
    }
    return present
        .map(providerRow -> reader.changed(providerRow.spec(), fields))
        .orElseGet(() -> reader.fresh(name, fields));
  }

  /** The limits that are given; those of an account stand on the row that owns it. */
  private @Nullable OperatorLimits limits(
      String name, Optional<ProviderRow> present, ProviderSpec spec, @Nullable JsonNode given) {
    OperatorLimits limits =
        given == null
            ? present.map(ProviderRow::limits).orElse(OperatorLimits.NONE)
            : LimitFields.read(given, clock.instant());
    String reseller = present.map(ProviderRow::resale).map(Resale::reseller).orElse(name);
    String owner = spec.quotaOwner() == null ? reseller : spec.quotaOwner();
    boolean asked =
        given != null
            || present
                .map(old -> !Objects.equals(old.spec().quotaOwner(), spec.quotaOwner()))
                .orElse(false);
    if (asked && !limits.isEmpty() && !owner.equals(name)) {
      throw new InvalidRequest(
          "It uses the account of `%s`: `limits` are set on that row.".formatted(owner),
          given == null ? "quota_owner" : "limits");
    }
    return given == null ? null : limits;
  }

  private static void requireName(String name) {
    if (!mayBeNamed(name)) {
      throw new InvalidRequest(
          "`name` must be 1 to 64 of a-z, 0-9, _ and -, start with a letter or digit, and not be"
              + " sml.",
          "name");
    }
  }

  /** True for what the name of a row may be. */
  static boolean mayBeNamed(String name) {
    return NAME.matcher(name).matches() && !name.equals("sml");
  }

  /** A found provider stays guarded until all its addresses are replaced at once. */
  private static boolean guarded(ProviderRow old, ProviderSpec spec) {
    ProviderSpec before = old.spec();
    return old.guarded()
        && (spec.baseUrl().equals(before.baseUrl())
            || kept(spec.chatUrl(), before.chatUrl())
            || kept(spec.modelsUrl(), before.modelsUrl()));
  }

  private static boolean kept(@Nullable String url, @Nullable String before) {
    return url != null && url.equals(before);
  }

  /**
   * Removes a provider. A shipped one is reset to its shipped values and switched off instead, and
   * one that was discovered is paused, for it would be found again.
   */
  public Removal delete(String name) {
    ProviderRow providerRow = find(name);
    if (FOUND.contains(providerRow.source())) {
      store.pause(name);
      return Removal.PAUSED;
    }
    Optional<ProviderSpec> seed = seedProviders.find(name);
    if (seed.isPresent()) {
      rows.reset(providerRow.name(), seed.get());
      return Removal.RESET;
    }
    return store.delete(name) ? Removal.DELETED : Removal.NOT_FOUND;
  }

  /** The row of this name. */
  public ProviderRow find(String name) {
    return store
        .find(name)
        .orElseThrow(
            () ->
                new NotFound(
                    "There is no provider `%s` in the catalogue.".formatted(name),
                    "name",
                    "provider_not_found"));
  }

  private static ObjectNode known(ObjectNode given) {
    ObjectNode fields = given.deepCopy();
    fields.remove(SHOWN_ONLY);
    for (var field : fields.properties()) {
      if (!EDITABLE.contains(field.getKey())) {
        throw new InvalidRequest(
            "`%s` is not a field of a provider.".formatted(field.getKey()), field.getKey());
      }
      // PostgreSQL stores no text with a NUL
      if (NUL.matcher(field.getValue().toString()).find()) {
        throw new InvalidRequest("The field holds a NUL character.", field.getKey());
      }
    }
    return fields;
  }

  private static boolean bool(String field, JsonNode value) {
    if (!value.isBoolean()) {
      throw new InvalidRequest("`" + field + "` must be true or false.", field);
    }
    return value.asBoolean();
  }

  /** What became of a provider that was to be removed. */
  public enum Removal {
    DELETED,
    RESET,
    PAUSED,
    NOT_FOUND
  }
}
