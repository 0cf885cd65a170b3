package sml.gateway.catalog.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import sml.gateway.catalog.growth.Scans;
import sml.gateway.catalog.keys.KeyStore;
import sml.gateway.catalog.keys.Rejection;
import sml.gateway.catalog.keys.RotatingKeyring;
import sml.gateway.catalog.keys.StoredKey;
import sml.gateway.catalog.providers.Entry;
import sml.gateway.catalog.providers.EntryStore;
import sml.gateway.catalog.roster.LiveRoster;
import sml.gateway.catalog.scan.KeyTest;
import sml.gateway.catalog.scan.Scanner;
import sml.gateway.chat.Call;
import sml.gateway.chat.ExamDates;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.HttpReply;
import sml.gateway.chat.WorkWanted;

/** {@code /api/setup}: the operator's keys and switches, for every row of the catalogue. */
@Component("setup")
final class Setup {
  private static final Pattern SECRET = Pattern.compile("[\\x21-\\x2b\\x2d-\\x7e]{1,4000}");
  private static final int MOST_KEYS = 50;

  private final EntryStore entries;
  private final KeyStore keys;
  private final RotatingKeyring keyring;
  private final KeyTest keyTest;
  private final Scanner scanner;
  private final LiveRoster roster;
  private final Bodies bodies;
  private final ObjectProvider<ExamDates> exams;
  private final TransactionOperations together;
  private final ApplicationEventPublisher events;

  Setup(
      EntryStore entries,
      KeyStore keys,
      RotatingKeyring keyring,
      KeyTest keyTest,
      Scanner scanner,
      LiveRoster roster,
      Bodies bodies,
      ObjectProvider<ExamDates> exams,
      TransactionOperations together,
      ApplicationEventPublisher events) {
    this.entries = entries;
    this.keys = keys;
    this.keyring = keyring;
    this.keyTest = keyTest;
    this.scanner = scanner;
    this.roster = roster;
    this.bodies = bodies;
    this.exams = exams;
    this.together = together;
    this.events = events;
  }

  /** One object per provider with its keys, masked. */
  public HttpReply list(Call call) {
    return bodies.reply(entries.all().stream().map(this::row).toList());
  }

  private ObjectNode row(Entry entry) {
    List<StoredKey> stored = keyring.stored(entry.name());
    ObjectNode row = bodies.object().put("provider", entry.name());
    row.put("hasDbKey", !stored.isEmpty());
    row.put(
        "maskedKey",
        stored.isEmpty()
            ? null
            : stored.stream().map(StoredKey::hint).collect(Collectors.joining(", ")));
    row.put(
        "updatedAt",
        stored.stream()
            .map(StoredKey::created)
            .max(Instant::compareTo)
            .map(Instant::toString)
            .orElse(null));
    row.put("enabled", entry.enabled());
    row.put("noKeyRequired", entry.spec().needsNoKey());
    row.put("usable", roster.usable(entry.name()));
    row.put("trouble", roster.trouble(entry.name()).orElse(null));
    ArrayNode list = row.putArray("keys");
    for (StoredKey key : stored) {
      ObjectNode item = list.addObject().put("id", key.id()).put("hint", key.hint());
      item.put("health", key.health());
      item.put("state", key.state());
      rejection(item, key);
      item.put("restingUntil", key.restingUntil() == null ? null : key.restingUntil().toString());
      item.put("lastUsed", key.lastUsed() == null ? null : key.lastUsed().toString());
    }
    return row;
  }

  private static void rejection(ObjectNode item, StoredKey key) {
    Rejection rejection = key.rejection();
    if (rejection == null || key.usable()) {
      item.putNull("rejected");
      return;
    }
    ObjectNode rejected = item.putObject("rejected").put("since", rejection.since().toString());
    rejected.put("until", rejection.until().toString()).put("times", rejection.times());
    rejected.put("said", rejection.said());
  }

  /** Which providers are switched on. */
  public HttpReply toggles(Call call) {
    ObjectNode answer = bodies.object();
    ObjectNode toggles = answer.putObject("toggles");
    entries.all().forEach(entry -> toggles.put(entry.name(), entry.enabled()));
    return bodies.reply(answer);
  }

  /** Saves or deletes keys, or turns a provider's switch; what becomes usable is scanned. */
  public HttpReply save(Call call) {
    ObjectNode body = bodies.read(call);
    Entry entry = entry(body);
    JsonNode enabled = body.get("enabled");
    if (enabled != null && !enabled.isNull() && !enabled.isBoolean()) {
      throw new InvalidRequest("`enabled` must be true or false.", "enabled");
    }
    boolean switched = enabled != null && enabled.isBoolean();
    boolean keyed = body.hasNonNull("apiKey");
    if (!switched && !keyed) {
      throw new InvalidRequest("`apiKey` or `enabled` is required.", "apiKey");
    }
    List<String> secrets = keyed ? secrets(Bodies.text(body, "apiKey")) : List.of();
    if (keyed && entry.source().equals("simulated")) {
      throw new InvalidRequest("A simulated provider takes no key.", "apiKey");
    }
    int due = keep(entry.name(), switched ? enabled.asBoolean() : null, keyed ? secrets : null);
    roster.renew();
    String action =
        keyed
            ? secrets.isEmpty() ? "deleted" : "saved"
            : enabled.asBoolean() ? "enabled" : "disabled";
    return bodies.reply(outcome(entry, action, due));
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

  private ObjectNode outcome(Entry entry, String action, int due) {
    ObjectNode answer = bodies.object().put("ok", true).put("action", action);
    boolean gained = action.equals("saved") || action.equals("enabled");
    if (!gained || !roster.usable(entry.name())) {
      return answer;
    }
    Scans.Report scan = scanner.scan(entry);
    answer.put("models", scan.models());
    if (action.equals("saved")) {
      answer.put("retriggeredExams", due);
      events.publishEvent(new WorkWanted("a key of " + entry.name() + " was saved"));
    }
    if (!scan.ok()) {
      answer.put("warning", scan.error());
    }
    return answer;
  }

  /** Tries a key without saving it; status 200 either way. */
  public HttpReply test(Call call) {
    ObjectNode body = bodies.read(call);
    Entry entry = entry(body);
    List<String> secrets = secrets(body.path("apiKey").asText(""));
    if (secrets.isEmpty() && !entry.spec().needsNoKey()) {
      throw new InvalidRequest("`apiKey` is required.", "apiKey");
    }
    Stream<String> tried = secrets.isEmpty() ? Stream.of("") : secrets.stream();
    KeyTest.Result result =
        tried
            .map(secret -> keyTest.test(entry, secret))
            .reduce((first, second) -> first.ok() ? second : first)
            .orElseThrow();
    ObjectNode answer = bodies.object().put("ok", result.ok());
    if (result.ok()) {
      answer.put("models", result.models());
    }
    if (result.warning() != null) {
      answer.put("warning", result.warning());
    }
    if (result.error() != null) {
      answer.put("error", result.error());
    }
    return bodies.reply(answer);
  }

  private Entry entry(ObjectNode body) {
    String name = Bodies.text(body, "provider");
    return entries
        .find(name)
        .orElseThrow(
            () ->
                new InvalidRequest(
                    "There is no provider `%s` in the catalogue.".formatted(name), "provider"));
  }

  /** The keys of a comma-separated list; a key is printable and holds no blank. */
  private static List<String> secrets(String text) {
    List<String> secrets =
        Stream.of(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).distinct().toList();
    if (secrets.size() > MOST_KEYS) {
      throw new InvalidRequest("`apiKey` holds more than " + MOST_KEYS + " keys.", "apiKey");
    }
    if (!secrets.stream().allMatch(secret -> SECRET.matcher(secret).matches())) {
      throw new InvalidRequest("`apiKey` holds characters no key has.", "apiKey");
    }
    return secrets;
  }
}
