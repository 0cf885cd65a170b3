package sml.gateway.catalog.providers;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import sml.gateway.catalog.ExamSchedule;
import sml.gateway.catalog.models.KeyTester;
import sml.gateway.catalog.models.ModelScanner;
import sml.gateway.catalog.models.SnapshotModelRegistry;
import sml.gateway.catalog.models.TypedKeys;
import sml.gateway.catalog.observed.AccessObservation;
import sml.gateway.catalog.observed.ObservedAccess;
import sml.gateway.catalog.providers.ProviderSpec.AccessFacts;
import sml.gateway.catalog.updates.ModelScans;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.jobs.CycleRequested;

/** {@code /api/setup}: the operator's keys and switches, for every row of the catalogue. */
@Component("setupApi")
final class SetupApi {
  private final ProviderStore entries;
  private final KeyStore keys;
  private final RotatingKeyring keyring;
  private final ObservedAccess observed;
  private final SeedProviders seeds;
  private final KeyTester keyTester;
  private final ModelScanner modelScanner;
  private final SnapshotModelRegistry registry;
  private final ObjectProvider<ExamSchedule> exams;
  private final TransactionOperations together;
  private final ApplicationEventPublisher events;

  /**
   * A provider with its keys, masked.
   *
   * @param shipped where the row was edited, the shipped values that differ from it
   */
  record SetupRow(
      String provider,
      boolean hasDbKey,
      @Nullable String maskedKey,
      @Nullable Instant updatedAt,
      boolean enabled,
      boolean noKeyRequired,
      String access,
      AccessFacts accessFacts,
      @Nullable AccessObservation observed,
      boolean useCredit,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, JsonNode> shipped,
      String signUp,
      String billing,
      boolean usable,
      @Nullable String trouble,
      List<KeyRow> keys) {}

  record KeyRow(
      long id,
      String hint,
      String health,
      String state,
      @Nullable KeyRejection rejected,
      @Nullable Instant restingUntil,
      @Nullable Instant lastUsed) {
    static KeyRow of(StoredKey key) {
      return new KeyRow(
          key.id(),
          key.hint(),
          key.health(),
          key.state(),
          key.usable() ? null : key.rejection(),
          key.cooldownUntil(),
          key.lastUsed());
    }
  }

  /**
   * The body of both calls.
   *
   * @param apiKey keys with commas between; empty to delete them, null to leave them
   * @param useCredit whether the gateway may spend the starting credit of the provider
   */
  record SetupChange(
      String provider,
      @Nullable String apiKey,
      @Nullable Boolean enabled,
      @Nullable Boolean useCredit) {}

  /**
   * What a change came to.
   *
   * @param due how many models a new key makes due for an exam
   * @param models how many its scan found, null when it was not scanned
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SetupOutcome(
      @JsonIgnore ProviderRow entry,
      @JsonIgnore int due,
      boolean ok,
      String action,
      @Nullable Integer models,
      @Nullable Integer retriggeredExams,
      @Nullable String warning) {

    /** True when the provider may have become usable by it. */
    public boolean gained() {
      return keySaved() || action.equals("enabled");
    }

    boolean keySaved() {
      return action.equals("saved");
    }
  }

  /** The answer to a test; {@code models} when the key may be saved. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record TestedKey(
      boolean ok, @Nullable Integer models, @Nullable String warning, @Nullable String error) {
    static TestedKey of(KeyTester.Result result) {
      return new TestedKey(
          result.ok(), result.ok() ? result.models() : null, result.warning(), result.error());
    }
  }

  SetupApi(
      ProviderStore entries,
      KeyStore keys,
      RotatingKeyring keyring,
      ObservedAccess observed,
      SeedProviders seeds,
      KeyTester keyTester,
      ModelScanner modelScanner,
      SnapshotModelRegistry registry,
      ObjectProvider<ExamSchedule> exams,
      TransactionOperations together,
      ApplicationEventPublisher events) {
    this.entries = entries;
    this.keys = keys;
    this.keyring = keyring;
    this.observed = observed;
    this.seeds = seeds;
    this.keyTester = keyTester;
    this.modelScanner = modelScanner;
    this.registry = registry;
    this.exams = exams;
    this.together = together;
    this.events = events;
  }

  public List<SetupRow> list() {
    return entries.all().stream().map(this::row).toList();
  }

  private SetupRow row(ProviderRow providerRow) {
    List<StoredKey> stored = keyring.stored(providerRow.name());
    return new SetupRow(
        providerRow.name(),
        !stored.isEmpty(),
        stored.isEmpty()
            ? null
            : stored.stream().map(StoredKey::hint).collect(Collectors.joining(", ")),
        stored.stream().map(StoredKey::created).max(Instant::compareTo).orElse(null),
        providerRow.enabled(),
        providerRow.spec().needsNoKey(),
        providerRow.spec().access(),
        providerRow.spec().accessFacts(),
        observed.of(providerRow.name()).orElse(null),
        providerRow.useCredit(),
        providerRow.edited() ? seeds.differences(providerRow) : Map.of(),
        providerRow.spec().homepage(),
        providerRow.spec().billing(),
        registry.usable(providerRow.name()),
        registry.trouble(providerRow.name()).orElse(null),
        stored.stream().map(KeyRow::of).toList());
  }

  /** Which providers are switched on. */
  public Map<String, Map<String, Boolean>> toggles() {
    Map<String, Boolean> toggles = new LinkedHashMap<>();
    entries.all().forEach(providerRow -> toggles.put(providerRow.name(), providerRow.enabled()));
    return Map.of("toggles", toggles);
  }

  /** Saves or deletes keys, or switches a provider on or off. */
  public SetupOutcome save(SetupChange change) {
    ProviderRow providerRow = entry(change);
    Boolean enabled = change.enabled();
    boolean keyed = change.apiKey() != null;
    Boolean useCredit = change.useCredit();
    if (useCredit != null) {
      entries.useCredit(providerRow.name(), useCredit);
      if (enabled == null && !keyed) {
        return new SetupOutcome(providerRow, 0, true, "credit", null, null, null);
      }
    }
    if (enabled == null && !keyed) {
      throw new InvalidRequest("`apiKey` or `enabled` is required.", "apiKey");
    }
    List<String> secrets = TypedKeys.read(change.apiKey(), "apiKey");
    if (keyed && providerRow.source().equals("simulated")) {
      throw new InvalidRequest("A simulated provider takes no key.", "apiKey");
    }
    int due = keep(providerRow.name(), enabled, keyed ? secrets : null);
    String action =
        keyed
            ? secrets.isEmpty() ? "deleted" : "saved"
            : Boolean.TRUE.equals(enabled) ? "enabled" : "disabled";
    return new SetupOutcome(providerRow, due, true, action, null, null, null);
  }

  /**
   * Writes what was wanted in one transaction: no key is saved without the exams it is a reason
   * for, whatever happens next. Returns how many those are.
   */
  private int keep(String provider, @Nullable Boolean enabled, @Nullable List<String> secrets) {
    Integer due =
        together.execute(
            saving -> {
              if (enabled != null) {
                entries.enable(provider, enabled);
              }
              if (secrets == null) {
                return 0;
              }
              keys.replace(provider, secrets);
              return secrets.isEmpty()
                  ? 0
                  : exams.stream().mapToInt(one -> one.dueAgain(provider)).sum();
            });
    return due == null ? 0 : due;
  }

  /** Scans the provider when it can be asked now. */
  public SetupOutcome scan(SetupOutcome saved) {
    if (!registry.usable(saved.entry().name())) {
      return saved;
    }
    ModelScans.Report scan = modelScanner.scan(saved.entry());
    return new SetupOutcome(
        saved.entry(),
        saved.due(),
        true,
        saved.action(),
        scan.models(),
        saved.keySaved() ? saved.due() : null,
        scan.ok() ? null : scan.error());
  }

  /** Asks for a run of the work cycle, so that the exams that are due are held soon. */
  public void requestCycle(SetupOutcome saved) {
    events.publishEvent(new CycleRequested("a key of " + saved.entry().name() + " was saved"));
  }

  /** Tries a key without saving it; status 200 either way. */
  public TestedKey test(SetupChange trial) {
    ProviderRow providerRow = entry(trial);
    List<String> secrets = TypedKeys.read(trial.apiKey(), "apiKey");
    if (secrets.isEmpty() && !providerRow.spec().needsNoKey()) {
      throw new InvalidRequest("`apiKey` is required.", "apiKey");
    }
    return TestedKey.of(keyTester.test(providerRow, secrets));
  }

  private ProviderRow entry(SetupChange change) {
    String name = change.provider().strip();
    return entries
        .find(name)
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "There is no provider `%s` in the catalogue.".formatted(name), "provider"));
  }
}
