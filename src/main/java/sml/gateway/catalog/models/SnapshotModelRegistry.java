package sml.gateway.catalog.models;

import jakarta.annotation.PostConstruct;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import sml.gateway.catalog.CatalogSettings;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.ModelRegistry;
import sml.gateway.catalog.Provider;
import sml.gateway.catalog.ProviderKeyAdded;
import sml.gateway.catalog.models.ModelStore.Listed;
import sml.gateway.catalog.observed.AccessChanged;
import sml.gateway.catalog.observed.ObservedAccess;
import sml.gateway.catalog.providers.LearnedRefusedFields;
import sml.gateway.catalog.providers.ProviderRow;
import sml.gateway.catalog.providers.ProviderStore;
import sml.gateway.catalog.providers.RotatingKeyring;
import sml.gateway.catalog.providers.SeedProviders;
import sml.gateway.catalog.providers.SimulatedProviderRows;
import sml.gateway.catalog.providers.UrlPlaceholders;
import sml.gateway.chat.ModelRef;

/** Answers from the newest snapshot; while the database is away, from the last one. */
@Component("modelRegistry")
public final class SnapshotModelRegistry implements ModelRegistry {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotModelRegistry.class);

  private final ProviderStore entries;
  private final ModelStore models;
  private final RotatingKeyring keyring;
  private final LearnedRefusedFields refusedFields;
  private final ObservedAccess observed;
  private final UrlPlaceholders urlPlaceholders;
  private final SeedProviders seedProviders;
  private final SimulatedProviderRows simulated;
  private final CatalogSettings settings;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final ReentrantLock loading = new ReentrantLock();
  private volatile CatalogSnapshot snapshot = CatalogSnapshot.EMPTY;
  private volatile Set<String> usable = Set.of();
  private Map<String, Long> accounts = Map.of();
  private volatile Set<ModelRef> onLists = Set.of();
  private volatile long version = -1;
  private volatile Instant nextDeparture = Instant.MAX;
  private volatile boolean databaseAway;

  SnapshotModelRegistry(
      ProviderStore entries,
      ModelStore models,
      RotatingKeyring keyring,
      LearnedRefusedFields refusedFields,
      ObservedAccess observed,
      UrlPlaceholders urlPlaceholders,
      SeedProviders seedProviders,
      SimulatedProviderRows simulated,
      CatalogSettings settings,
      ApplicationEventPublisher events,
      Clock clock) {
    this.entries = entries;
    this.models = models;
    this.keyring = keyring;
    this.refusedFields = refusedFields;
    this.observed = observed;
    this.urlPlaceholders = urlPlaceholders;
    this.seedProviders = seedProviders;
    this.simulated = simulated;
    this.settings = settings;
    this.events = events;
    this.clock = clock;
  }

  @PostConstruct
  void start() {
    if (!simulated.plant()) {
      seedProviders.plant();
    }
    keyring.renew();
    renew();
  }

  /**
   * Checks in the background whether anything changed, also by another replica or by hand, and
   * loads it.
   */
  public void refresh() {
    try {
      keyring.flush();
      refusedFields.flush();
      observed.flush();
      boolean departed = !clock.instant().isBefore(nextDeparture);
      if (departed || entries.version() != version) {
        renew();
      }
      keyring.proveAgain();
      databaseAway = false;
    } catch (DataAccessException | TransactionException e) {
      if (!databaseAway) {
        LOG.warn("the catalogue keeps its last state, the database is away: {}", e.getMessage());
      }
      databaseAway = true;
    }
  }

  /** Reads everything anew, now. */
  public void renew() {
    loading.lock();
    try {
      long seen = entries.version();
      List<ProviderRow> rows = entries.all();
      keyring.load(keyless(rows), lenders(rows));
      refusedFields.load();
      Set<String> names = new LinkedHashSet<>();
      rows.stream().filter(this::canBeAsked).forEach(row -> names.add(row.name()));
      List<Listed> listed = models.all();
      onLists = onLists(rows, listed);
      List<Model> offered = offered(listed);
      observed.load(chatModels(rows, offered));
      List<Provider> providers =
          rows.stream().map(urlPlaceholders::provider).map(observed::apply).toList();
      snapshot = new CatalogSnapshot(providers, names, offered);
      usable = Set.copyOf(names);
      version = seen;
      publishNewKeys(rows);
      models.hideAllBut(names);
    } finally {
      loading.unlock();
    }
  }

  /** What was observed of a provider counts as soon as it is stored. */
  @EventListener
  void on(AccessChanged change) {
    renew();
  }

  private static Map<String, Integer> chatModels(List<ProviderRow> rows, List<Model> offered) {
    Map<String, Integer> counts = new HashMap<>();
    rows.forEach(row -> counts.put(row.name(), 0));
    offered.stream()
        .filter(Model::chat)
        .forEach(model -> counts.computeIfPresent(model.ref().provider(), (name, n) -> n + 1));
    return counts;
  }

  private void publishNewKeys(List<ProviderRow> rows) {
    Map<String, Long> before = accounts;
    Map<String, Long> now = new HashMap<>();
    rows.forEach(row -> now.put(row.name(), keyring.account(row.name(), null)));
    accounts = now;
    now.forEach(
        (name, account) -> {
          if (account > before.getOrDefault(name, account)) {
            events.publishEvent(new ProviderKeyAdded(name));
          }
        });
  }

  private static Set<String> keyless(List<ProviderRow> rows) {
    return rows.stream()
        .filter(row -> row.spec().needsNoKey())
        .map(ProviderRow::name)
        .collect(Collectors.toSet());
  }

  private static Map<String, String> lenders(List<ProviderRow> rows) {
    Map<String, String> lenders = new HashMap<>();
    for (ProviderRow row : rows) {
      if (row.resale() != null) {
        lenders.put(row.name(), row.resale().reseller());
      }
    }
    return lenders;
  }

  /** The models that their providers list, without those that a row of the catalogue names. */
  private static Set<ModelRef> onLists(List<ProviderRow> rows, List<Listed> listed) {
    Map<String, Set<String>> named =
        rows.stream()
            .collect(
                Collectors.toMap(
                    ProviderRow::name, row -> ModelListReader.ids(row.spec().models())));
    return listed.stream()
        .filter(model -> model.missingSince() == null)
        .map(model -> model.model().ref())
        .filter(ref -> !named.getOrDefault(ref.provider(), Set.of()).contains(ref.model()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private boolean canBeAsked(ProviderRow row) {
    return row.on() && urlPlaceholders.missing(row).isEmpty() && keyring.opens(row.name());
  }

  private List<Model> offered(List<Listed> listed) {
    Instant now = clock.instant();
    Instant oldest = now.minus(settings.missingGrace());
    Instant next = Instant.MAX;
    for (Listed row : listed) {
      Instant since = row.missingSince();
      if (since != null && since.isAfter(oldest)) {
        Instant leaves = since.plus(settings.missingGrace());
        next = leaves.isBefore(next) ? leaves : next;
      }
    }
    nextDeparture = next;
    return listed.stream()
        .filter(row -> row.missingSince() == null || row.missingSince().isAfter(oldest))
        .map(Listed::model)
        .toList();
  }

  /** True when the provider is switched on and can be asked, with a key or without. */
  public boolean usable(String provider) {
    return usable.contains(provider);
  }

  /** How many providers the catalogue has, usable or not. */
  int knownProviders() {
    return snapshot.knownProviders();
  }

  /** How many providers can be asked. */
  int usableProviders() {
    return usable.size();
  }

  @Override
  public List<Model> models() {
    return snapshot.models();
  }

  @Override
  public Optional<Model> model(ModelRef ref) {
    return snapshot.model(ref);
  }

  @Override
  public List<Model> named(String bareId) {
    return snapshot.named(bareId);
  }

  @Override
  public Optional<Provider> provider(String name) {
    return snapshot.provider(name);
  }

  @Override
  public boolean lists(ModelRef ref) {
    return onLists.contains(ref);
  }

  @Override
  public Optional<String> trouble(String provider) {
    return keyring.rejected(provider);
  }

  @Override
  public boolean isEmpty() {
    return snapshot.isEmpty();
  }
}
