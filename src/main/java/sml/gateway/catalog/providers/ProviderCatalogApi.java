package sml.gateway.catalog.providers;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.reverseOrder;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.camel.Body;
import org.apache.camel.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.models.ModelScanner;
import sml.gateway.catalog.models.ModelStore;
import sml.gateway.catalog.models.SnapshotModelRegistry;
import sml.gateway.catalog.observed.AccessObservation;
import sml.gateway.catalog.observed.ObservedAccess;
import sml.gateway.catalog.providers.LearnedRefusedFields.Learned;
import sml.gateway.catalog.updates.ModelScans;

/** {@code /api/provider-catalog}: what the gateway knows of providers, and the operator's edits. */
@Component("providerCatalogApi")
final class ProviderCatalogApi {
  private static final List<String> STATES = List.of("active", "pending", "paused");

  private final ProviderStore entries;
  private final ProviderEditor edits;
  private final RotatingKeyring keyring;
  private final LearnedRefusedFields refusedFields;
  private final ObservedAccess observed;
  private final SeedProviders seeds;
  private final ModelStore models;
  private final ModelScanner modelScanner;
  private final SnapshotModelRegistry registry;

  record CatalogPage(CatalogSummary summary, List<CatalogRow> providers) {}

  @JsonNaming(SnakeCaseStrategy.class)
  record CatalogSummary(
      int total,
      long active,
      long pending,
      long freeTier,
      Map<String, Integer> sources,
      Map<String, Integer> access) {}

  /**
   * A provider as people see it.
   *
   * @param useCredit the operator lets the gateway spend its starting credit
   * @param limits what the operator knows of the limits of its keys
   * @param observed that its free tier was seen to end, null while it was not
   * @param effectiveAccess what counts: what was observed, else what the row says
   * @param shipped where the row was edited, the shipped values that differ from it
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record CatalogRow(
      String name,
      @JsonUnwrapped ProviderSpec spec,
      boolean enabled,
      String status,
      String source,
      boolean edited,
      boolean useCredit,
      ObjectNode limits,
      @Nullable AccessObservation observed,
      String effectiveAccess,
      @JsonInclude(Include.NON_EMPTY) Map<String, JsonNode> shipped,
      boolean guarded,
      @Nullable String reseller,
      @Nullable String resoldAs,
      boolean hasKey,
      int modelCount,
      List<Learned> refusedFields,
      @Nullable Instant lastProbedAt,
      @Nullable Integer probeStatusCode,
      Instant discoveredAt,
      Instant updatedAt) {}

  /** The body of {@code PUT}; a field that is null is not the same as one that is absent. */
  record ProviderFields(ObjectNode all) {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    ProviderFields {}
  }

  /** The answer to {@code PUT}; {@code models} and {@code warning} are what a scan found. */
  record SavedProvider(
      boolean ok,
      String action,
      @JsonInclude(Include.NON_NULL) @Nullable Integer models,
      @JsonInclude(Include.NON_NULL) @Nullable String warning,
      CatalogRow provider) {}

  @JsonInclude(Include.NON_NULL)
  record RemovedProvider(
      boolean ok, String action, @Nullable Boolean enabled, @Nullable String message) {}

  record ForgottenFields(boolean ok, String action, List<String> forgotten) {}

  @JsonInclude(Include.NON_NULL)
  record ScannedProvider(
      boolean ok,
      int models,
      @JsonProperty("new") List<String> fresh,
      List<String> missing,
      List<String> returned,
      @Nullable String error) {}

  ProviderCatalogApi(
      ProviderStore entries,
      ProviderEditor edits,
      RotatingKeyring keyring,
      LearnedRefusedFields refusedFields,
      ObservedAccess observed,
      SeedProviders seeds,
      ModelStore models,
      ModelScanner modelScanner,
      SnapshotModelRegistry registry) {
    this.entries = entries;
    this.edits = edits;
    this.keyring = keyring;
    this.refusedFields = refusedFields;
    this.observed = observed;
    this.seeds = seeds;
    this.models = models;
    this.modelScanner = modelScanner;
    this.registry = registry;
  }

  /** All rows with a summary, or the one row that is named. */
  public Object show(@Header("name") String name) {
    return name.isEmpty() ? list() : row(edits.find(name), models.counts());
  }

  private CatalogPage list() {
    Map<String, Integer> counts = models.counts();
    List<ProviderRow> rows = entries.all();
    Map<String, Integer> sources = new TreeMap<>();
    Map<String, Integer> access = new TreeMap<>();
    for (ProviderRow row : rows) {
      sources.merge(row.source(), 1, Integer::sum);
      access.merge(effective(row), 1, Integer::sum);
    }
    var summary =
        new CatalogSummary(
            rows.size(),
            count(rows, row -> row.status().equals("active")),
            count(rows, row -> row.status().equals("pending")),
            count(rows, row -> Provider.Access.of(effective(row)).free()),
            sources,
            access);
    // the newest providers come first; the shipped ones keep their order
    return new CatalogPage(
        summary,
        rows.stream()
            .sorted(
                comparingInt((ProviderRow row) -> STATES.indexOf(row.status()))
                    .thenComparing(row -> row.source().equals("seed"))
                    .thenComparing(ProviderCatalogApi::came, reverseOrder()))
            .map(row -> row(row, counts))
            .toList());
  }

  private String effective(ProviderRow row) {
    return observed.of(row.name()).map(AccessObservation::access).orElse(row.spec().access());
  }

  private static Instant came(ProviderRow row) {
    return row.source().equals("seed") ? Instant.EPOCH : row.discovered();
  }

  private static long count(List<ProviderRow> rows, Predicate<ProviderRow> which) {
    return rows.stream().filter(which).count();
  }

  private CatalogRow row(ProviderRow providerRow, Map<String, Integer> counts) {
    return new CatalogRow(
        providerRow.name(),
        providerRow.spec(),
        providerRow.enabled(),
        providerRow.status(),
        providerRow.source(),
        providerRow.edited(),
        providerRow.useCredit(),
        LimitFields.write(providerRow.limits()),
        observed.of(providerRow.name()).orElse(null),
        effective(providerRow),
        providerRow.edited() ? seeds.differences(providerRow) : Map.of(),
        providerRow.guarded(),
        providerRow.resale() == null ? null : providerRow.resale().reseller(),
        providerRow.resale() == null ? null : providerRow.resale().as(),
        !keyring.stored(providerRow.name()).isEmpty(),
        counts.getOrDefault(providerRow.name(), 0),
        refusedFields.learned(providerRow.name()),
        providerRow.lastProbed(),
        providerRow.probeStatus(),
        providerRow.discovered(),
        providerRow.updated());
  }

  /** Adds or changes a provider. */
  public ProviderRow put(@Header("name") String name, @Body ProviderFields fields) {
    return edits.put(name, fields.all());
  }

  /** Scans a provider that was saved when it can be asked, and answers with its row. */
  public SavedProvider saved(ProviderRow providerRow) {
    ModelScans.Report scan =
        registry.usable(providerRow.name()) ? modelScanner.scan(providerRow) : null;
    return new SavedProvider(
        true,
        "saved",
        scan == null ? null : Integer.valueOf(scan.models()),
        scan == null || scan.ok() ? null : scan.error(),
        row(edits.find(providerRow.name()), models.counts()));
  }

  /** Removes a provider; a shipped one is reset and switched off instead. */
  public RemovedProvider delete(@Header("name") String name) {
    ProviderEditor.Removal removal = edits.delete(name);
    refusedFields.forget(name, null);
    observed.returned(name, "its row was reset");
    return switch (removal) {
      case DELETED, NOT_FOUND -> new RemovedProvider(true, "deleted", null, null);
      case RESET ->
          new RemovedProvider(
              true,
              "reset",
              false,
              "A shipped provider is not deleted: its shipped values are back and it is"
                  + " switched off. Its keys are kept.");
      case PAUSED ->
          new RemovedProvider(
              true,
              "paused",
              false,
              "A discovered provider would be found again, so it is paused and switched off"
                  + " instead. Its keys are kept.");
    };
  }

  /** Forgets the fields that the provider was seen to refuse, or the one that is named. */
  public ForgottenFields forget(@Header("name") String name, @Header("field") String field) {
    edits.find(name);
    return new ForgottenFields(
        true, "forgotten", refusedFields.forget(name, field.isEmpty() ? null : field));
  }

  /** Scans one provider now. */
  public ScannedProvider scan(@Header("name") String name) {
    ModelScans.Report scan = modelScanner.scan(edits.find(name));
    return new ScannedProvider(
        scan.ok(), scan.models(), scan.fresh(), scan.missing(), scan.returned(), scan.error());
  }
}
