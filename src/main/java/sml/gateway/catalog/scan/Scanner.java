package sml.gateway.catalog.scan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.growth.Scans;
import sml.gateway.catalog.models.KnownContexts;
import sml.gateway.catalog.models.ModelList;
import sml.gateway.catalog.models.ScannedModel;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.EntryStore;
import sml.gateway.catalog.providers.Placeholders;
import sml.gateway.catalog.roster.LiveRoster;

/** Reads a provider's model list into the catalogue. */
@Component
public final class Scanner implements Scans {
  private static final Logger LOG = LoggerFactory.getLogger(Scanner.class);

  private final Listing listing;
  private final ModelList list;
  private final KnownContexts contexts;
  private final EntryStore entries;
  private final Placeholders placeholders;
  private final Keyring keyring;
  private final LiveRoster roster;
  private final Changes changes;

  Scanner(
      Listing listing,
      ModelList list,
      KnownContexts contexts,
      EntryStore entries,
      Placeholders placeholders,
      Keyring keyring,
      LiveRoster roster,
      Changes changes) {
    this.listing = listing;
    this.list = list;
    this.contexts = contexts;
    this.entries = entries;
    this.placeholders = placeholders;
    this.keyring = keyring;
    this.roster = roster;
    this.changes = changes;
  }

  @Override
  public List<String> due() {
    roster.refresh();
    return entries.all().stream().map(Entry::name).filter(roster::usable).toList();
  }

  @Override
  public Report scan(String provider) {
    return entries
        .find(provider)
        .map(this::scan)
        .orElseGet(() -> Report.failed("it is no longer in the catalogue", false));
  }

  /** Scans now and takes the result in; what the provider did wrong is told in the result. */
  public Report scan(Entry entry) {
    Report report = attempt(entry);
    roster.renew();
    LOG.info(
        "scan provider={} ok={} models={} new={} missing={} returned={} error={}",
        entry.name(),
        report.ok(),
        report.models(),
        report.fresh().size(),
        report.missing().size(),
        report.returned().size(),
        report.error());
    return report;
  }

  private Report attempt(Entry entry) {
    var waits = placeholders.missing(entry);
    if (waits.isPresent()) {
      return Report.failed("set " + waits.get() + " first", false);
    }
    List<ScannedModel> named = list.read(entry.spec().models());
    if (Inquiry.listless(entry)) {
      return store(entry, named);
    }
    return keyring
        .pick(entry.name())
        .map(key -> ask(entry, key, named))
        .orElseGet(() -> Report.failed("there is no usable key", false));
  }

  private Report ask(Entry entry, ApiKey key, List<ScannedModel> named) {
    Listing.Result result = listing.read(entry, key.secret());
    Fetched answer = result.answer();
    entries.probed(entry.name(), answer.status() == 0 ? null : answer.status());
    if (answer.refused()) {
      keyring.suspect(key.id(), answer.explain(key.secret()));
    }
    if (result.problem() != null) {
      return Report.failed(result.problem(), answer.outage());
    }
    Map<String, ScannedModel> all = new LinkedHashMap<>();
    named.forEach(model -> all.put(model.id(), model));
    result.models().forEach(model -> all.put(model.id(), model));
    return store(entry, List.copyOf(all.values()));
  }

  private Report store(Entry entry, List<ScannedModel> scanned) {
    List<ScannedModel> filled =
        scanned.stream().map(model -> contexts.fill(entry.name(), model)).toList();
    return changes.take(entry.name(), filled);
  }
}
