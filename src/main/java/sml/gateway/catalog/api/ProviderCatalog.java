package sml.gateway.catalog.api;

import static java.util.Comparator.comparingInt;
import static java.util.Comparator.reverseOrder;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import sml.gateway.catalog.growth.Scans;
import sml.gateway.catalog.keys.RotatingKeyring;
import sml.gateway.catalog.models.ModelStore;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.EntryStore;
import sml.gateway.catalog.providers.LearnedFields;
import sml.gateway.catalog.providers.ProviderEdits;
import sml.gateway.catalog.roster.LiveRoster;
import sml.gateway.catalog.scan.Scanner;
import sml.gateway.chat.Call;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NotFound;
import sml.gateway.chat.HttpReply;

/** {@code /api/provider-catalog}: what the gateway knows of providers, and the operator's edits. */
@Component("providerCatalog")
final class ProviderCatalog {
  private static final String PATH = "/api/provider-catalog";
  private static final String SCAN = "/scan";
  private static final String REFUSED_FIELDS = "/refused-fields";
  private static final List<String> STATES = List.of("active", "pending", "paused");

  private final EntryStore entries;
  private final ProviderEdits edits;
  private final RotatingKeyring keyring;
  private final LearnedFields refusedFields;
  private final ModelStore models;
  private final Scanner scanner;
  private final LiveRoster roster;
  private final Bodies bodies;

  ProviderCatalog(
      EntryStore entries,
      ProviderEdits edits,
      RotatingKeyring keyring,
      LearnedFields refusedFields,
      ModelStore models,
      Scanner scanner,
      LiveRoster roster,
      Bodies bodies) {
    this.entries = entries;
    this.edits = edits;
    this.keyring = keyring;
    this.refusedFields = refusedFields;
    this.models = models;
    this.scanner = scanner;
    this.roster = roster;
    this.bodies = bodies;
  }

  /** All rows with a summary, or the one row that is named in the path. */
  public HttpReply list(Call call) {
    Map<String, Integer> counts = models.counts();
    String name = name(call);
    if (!name.isEmpty()) {
      return bodies.reply(row(edits.find(name), counts));
    }
    List<Entry> rows = entries.all();
    ObjectNode answer = bodies.object();
    ObjectNode summary = answer.putObject("summary");
    summary.put("total", rows.size());
    summary.put("active", count(rows, row -> row.status().equals("active")));
    summary.put("pending", count(rows, row -> row.status().equals("pending")));
    summary.put("free_tier", count(rows, row -> row.spec().freeTier()));
    Map<String, Integer> sources = new TreeMap<>();
    rows.forEach(row -> sources.merge(row.source(), 1, Integer::sum));
    summary.set("sources", bodies.tree(sources));
    ArrayNode list = answer.putArray("providers");
    // whoever came of late is looked for first; the shipped ones keep their order
    rows.stream()
        .sorted(
            comparingInt((Entry row) -> STATES.indexOf(row.status()))
                .thenComparing(row -> row.source().equals("seed"))
                .thenComparing(ProviderCatalog::came, reverseOrder()))
        .forEach(row -> list.add(row(row, counts)));
    return bodies.reply(answer);
  }

  private static Instant came(Entry row) {
    return row.source().equals("seed") ? Instant.EPOCH : row.discovered();
  }

  private static long count(List<Entry> rows, Predicate<Entry> which) {
    return rows.stream().filter(which).count();
  }

  private ObjectNode row(Entry entry, Map<String, Integer> counts) {
    ObjectNode row = bodies.object().put("name", entry.name());
    row.setAll((ObjectNode) bodies.tree(entry.spec()));
    row.put("enabled", entry.enabled());
    row.put("status", entry.status());
    row.put("source", entry.source());
    row.put("edited", entry.edited());
    row.put("guarded", entry.guarded());
    row.put("reseller", entry.resale() == null ? null : entry.resale().reseller());
    row.put("resold_as", entry.resale() == null ? null : entry.resale().as());
    row.put("has_key", !keyring.stored(entry.name()).isEmpty());
    row.put("model_count", counts.getOrDefault(entry.name(), 0));
    ArrayNode refused = row.putArray("refused_fields");
    refusedFields
        .learned(entry.name())
        .forEach(
            learned ->
                refused
                    .addObject()
                    .put("field", learned.field())
                    .put("model", learned.model())
                    .put("said", learned.said())
                    .put("since", learned.since().toString()));
    row.put("last_probed_at", text(entry.lastProbed()));
    row.put("probe_status_code", entry.probeStatus());
    row.put("discovered_at", entry.discovered().toString());
    row.put("updated_at", entry.updated().toString());
    return row;
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }

  /** Adds or changes a provider; one that needs no key is scanned at once. */
  public HttpReply put(Call call) {
    Entry entry = edits.put(name(call), bodies.read(call));
    roster.renew();
    ObjectNode answer = bodies.object().put("ok", true);
    answer.put("action", "saved");
    if (roster.usable(entry.name())) {
      Scans.Report scan = scanner.scan(entry);
      answer.put("models", scan.models());
      if (!scan.ok()) {
        answer.put("warning", scan.error());
      }
    }
    answer.set("provider", row(edits.find(entry.name()), models.counts()));
    return bodies.reply(answer);
  }

  /**
   * Removes a provider; a shipped one is reset and switched off instead. Below {@code
   * /refused-fields} only what was learned of them is forgotten, or one that is named.
   */
  public HttpReply delete(Call call) {
    String name = name(call);
    int fields = name.indexOf(REFUSED_FIELDS);
    if (fields > 0) {
      return forget(name.substring(0, fields), name.substring(fields + REFUSED_FIELDS.length()));
    }
    ProviderEdits.Removal removal = edits.delete(name);
    refusedFields.forget(name, null);
    roster.renew();
    ObjectNode answer = bodies.object().put("ok", true);
    switch (removal) {
      case DELETED, GONE -> answer.put("action", "deleted");
      case RESET ->
          answer
              .put("action", "reset")
              .put("enabled", false)
              .put(
                  "message",
                  "A shipped provider is not deleted: its shipped values are back and it is"
                      + " switched off. Its keys are kept.");
      case PAUSED ->
          answer
              .put("action", "paused")
              .put("enabled", false)
              .put(
                  "message",
                  "A discovered provider would be found again, so it is paused and switched off"
                      + " instead. Its keys are kept.");
    }
    return bodies.reply(answer);
  }

  private HttpReply forget(String provider, String rest) {
    boolean all = rest.isEmpty() || rest.equals("/");
    if (!all && !rest.startsWith("/")) {
      throw new NotFound("There is nothing to delete at this path.", null, "not_found");
    }
    edits.find(provider);
    List<String> forgotten = refusedFields.forget(provider, all ? null : rest.substring(1));
    ObjectNode answer = bodies.object().put("ok", true).put("action", "forgotten");
    answer.set("forgotten", bodies.tree(forgotten));
    return bodies.reply(answer);
  }

  /** Scans one provider now. */
  public HttpReply scan(Call call) {
    String rest = name(call);
    if (!rest.endsWith(SCAN)) {
      throw new NotFound("There is nothing to POST to at this path.", null, "not_found");
    }
    Scans.Report scan = scanner.scan(edits.find(rest.substring(0, rest.length() - SCAN.length())));
    ObjectNode answer = bodies.object().put("ok", scan.ok()).put("models", scan.models());
    answer.set("new", bodies.tree(scan.fresh()));
    answer.set("missing", bodies.tree(scan.missing()));
    answer.set("returned", bodies.tree(scan.returned()));
    if (scan.error() != null) {
      answer.put("error", scan.error());
    }
    return bodies.reply(answer);
  }

  private static String name(Call call) {
    String rest = call.pathAfter(PATH);
    if (!rest.isEmpty() && !rest.startsWith("/")) {
      throw new InvalidRequest(404, "There is nothing at this path.", null, "not_found");
    }
    return rest.isEmpty() ? "" : rest.substring(1);
  }
}
