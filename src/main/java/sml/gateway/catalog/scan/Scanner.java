package sml.gateway.catalog.scan;

import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.Keyring;
import sml.gateway.catalog.Keyring.ApiKey;
import sml.gateway.catalog.models.ModelList;
import sml.gateway.catalog.models.ModelStore;
import sml.gateway.catalog.models.ScannedModel;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.EntryStore;
import sml.gateway.catalog.providers.Placeholders;
import sml.gateway.catalog.roster.LiveRoster;

/** Reads a provider's model list into the catalogue. */
@Component
public final class Scanner {
  private static final Logger LOG = LoggerFactory.getLogger(Scanner.class);

  private final Inquiry inquiry;
  private final ModelList list;
  private final ModelStore models;
  private final EntryStore entries;
  private final Placeholders placeholders;
  private final Keyring keyring;
  private final LiveRoster roster;
  private final Clock clock;

  Scanner(
      Inquiry inquiry,
      ModelList list,
      ModelStore models,
      EntryStore entries,
      Placeholders placeholders,
      Keyring keyring,
      LiveRoster roster,
      Clock clock) {
    this.inquiry = inquiry;
    this.list = list;
    this.models = models;
    this.entries = entries;
    this.placeholders = placeholders;
    this.keyring = keyring;
    this.roster = roster;
    this.clock = clock;
  }

  /** Scans now and takes the result in; what the provider did wrong is told in the result. */
  public ScanResult scan(Entry entry) {
    ScanResult result = attempt(entry);
    roster.renew();
    LOG.info(
        "scan provider={} ok={} models={} new={} missing={} error={}",
        entry.name(),
        result.ok(),
        result.models(),
        result.fresh().size(),
        result.missing().size(),
        result.error());
    return result;
  }

  private ScanResult attempt(Entry entry) {
    var waits = placeholders.missing(entry);
    if (waits.isPresent()) {
      return ScanResult.failed("set " + waits.get() + " first", false);
    }
    List<ScannedModel> named = list.read(entry.spec().models());
    if (Inquiry.listless(entry)) {
      return store(entry, named);
    }
    var key = keyring.pick(entry.name());
    if (key.isEmpty()) {
      return ScanResult.failed("there is no usable key", false);
    }
    return ask(entry, key.get(), named);
  }

  private ScanResult ask(Entry entry, ApiKey key, List<ScannedModel> named) {
    Fetched answer = inquiry.models(entry, key.secret());
    entries.probed(entry.name(), answer.status() == 0 ? null : answer.status());
    if (answer.refused()) {
      keyring.suspect(key.id());
    }
    if (!answer.ok()) {
      return ScanResult.failed(answer.explain(key.secret()), answer.outage());
    }
    try {
      Map<String, ScannedModel> all = new LinkedHashMap<>();
      named.forEach(model -> all.put(model.id(), model));
      list.read(answer.body(), entry.spec().modelsFilter().equals("free"))
          .forEach(model -> all.put(model.id(), model));
      return store(entry, List.copyOf(all.values()));
    } catch (IOException e) {
      return ScanResult.failed("its model list cannot be read: it is no JSON list", false);
    }
  }

  private ScanResult store(Entry entry, List<ScannedModel> scanned) {
    ModelStore.Changes changes = models.replace(entry.name(), scanned, clock.instant());
    return new ScanResult(true, scanned.size(), changes.fresh(), changes.missing(), null, false);
  }
}
