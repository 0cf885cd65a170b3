package sml.gateway.catalog.models;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.Model;
import sml.gateway.catalog.providers.ProviderRow;
import sml.gateway.catalog.providers.ProviderStore;
import sml.gateway.catalog.providers.UrlPlaceholders;
import sml.gateway.catalog.updates.ModelScans;

/** Reads a provider's model list into the catalogue. */
@Component
public final class ModelScanner implements ModelScans {
  private static final Logger LOG = LoggerFactory.getLogger(ModelScanner.class);
  private static final String SHIPPED = "seed";

  private final ModelListLoader modelListLoader;
  private final ModelListReader list;
  private final KnownContextLengths contexts;
  private final ProviderStore entries;
  private final UrlPlaceholders urlPlaceholders;
  private final Keyring keyring;
  private final SnapshotModelRegistry registry;
  private final ModelListChanges modelListChanges;
  private final AccessProbe accessProbe;

  ModelScanner(
      ModelListLoader modelListLoader,
      ModelListReader list,
      KnownContextLengths contexts,
      ProviderStore entries,
      UrlPlaceholders urlPlaceholders,
      Keyring keyring,
      SnapshotModelRegistry registry,
      ModelListChanges modelListChanges,
      AccessProbe accessProbe) {
    this.modelListLoader = modelListLoader;
    this.list = list;
    this.contexts = contexts;
    this.entries = entries;
    this.urlPlaceholders = urlPlaceholders;
    this.keyring = keyring;
    this.registry = registry;
    this.modelListChanges = modelListChanges;
    this.accessProbe = accessProbe;
  }

  @Override
  public List<String> due() {
    registry.refresh();
    return entries.all().stream().map(ProviderRow::name).filter(registry::usable).toList();
  }

  @Override
  public Report scan(String provider) {
    return entries
        .find(provider)
        .map(this::scan)
        .orElseGet(() -> Report.failed("it is no longer in the catalogue", false));
  }

  /** Scans now and saves the result, which also says what the provider did wrong. */
  public Report scan(ProviderRow providerRow) {
    Report report = attempt(providerRow);
    registry.renew();
    accessProbe.ask(providerRow, chatModel(providerRow.name()));
    LOG.info(
        "scan provider={} ok={} models={} new={} missing={} returned={} error={}",
        providerRow.name(),
        report.ok(),
        report.models(),
        report.fresh().size(),
        report.missing().size(),
        report.returned().size(),
        report.error());
    return report;
  }

  private @Nullable Model chatModel(String provider) {
    return registry.models(Model.Kind.CHAT).stream()
        .filter(model -> model.ref().provider().equals(provider))
        .findFirst()
        .orElse(null);
  }

  private Report attempt(ProviderRow providerRow) {
    var waits = urlPlaceholders.missing(providerRow);
    if (waits.isPresent()) {
      return Report.failed("set " + waits.get() + " first", false);
    }
    List<ScannedModel> named = list.read(providerRow.spec().models());
    if (ModelListRequest.listless(providerRow)) {
      // of a server of the operator's own its owner knows more
      if (SHIPPED.equals(providerRow.source())) {
        entries.probed(providerRow.name(), status(accessProbe.call(providerRow)));
      }
      return store(providerRow, named, Set.of());
    }
    return keyring
        .pick(providerRow.name())
        .map(key -> ask(providerRow, key, named))
        .orElseGet(() -> Report.failed("there is no usable key", false));
  }

  private Report ask(ProviderRow providerRow, ApiKey key, List<ScannedModel> named) {
    ModelListLoader.Result result = modelListLoader.read(providerRow, key.secret());
    ModelListResponse answer = result.answer();
    entries.probed(providerRow.name(), status(answer));
    accessProbe.listed(providerRow, result, key.secret());
    if (answer.refused()) {
      keyring.suspect(key.id(), answer.explain(key.secret()));
    }
    if (result.problem() != null) {
      return Report.failed(result.problem(), answer.outage());
    }
    Map<String, ScannedModel> all = new LinkedHashMap<>();
    named.forEach(model -> all.put(model.id(), model));
    result.models().forEach(model -> all.put(model.id(), model));
    Set<String> costly = new HashSet<>(result.listed());
    costly.removeAll(all.keySet());
    return store(providerRow, List.copyOf(all.values()), costly);
  }

  private static @Nullable Integer status(ModelListResponse answer) {
    return answer.status() == 0 ? null : answer.status();
  }

  private Report store(ProviderRow providerRow, List<ScannedModel> scanned, Set<String> costly) {
    List<ScannedModel> filled =
        scanned.stream().map(model -> contexts.fill(providerRow.name(), model)).toList();
    return modelListChanges.take(providerRow.name(), filled, costly);
  }
}
