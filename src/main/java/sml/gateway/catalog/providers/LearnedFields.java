package sml.gateway.catalog.providers;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import sml.gateway.catalog.RefusedFields;
import sml.gateway.catalog.providers.RefusedFieldStore.RefusedField;

/**
 * The refused fields in memory. What is learned counts at once and is written down aside; other
 * replicas learn of it as of any change of the catalogue.
 */
@Component("refusedFields")
public final class LearnedFields implements RefusedFields {
  private static final Logger LOG = LoggerFactory.getLogger(LearnedFields.class);
  private static final int LONGEST_WORDS = 500;

  private final RefusedFieldStore store;
  private final Clock clock;
  private final Executor aside;
  private final Map<Key, RefusedField> unwritten = new ConcurrentHashMap<>();
  private volatile Map<String, List<RefusedField>> known = Map.of();
  private volatile Map<String, Set<String>> names = Map.of();

  private record Key(String provider, String field) {}

  /** A learned field as people may see it. */
  public record Learned(String field, String said, Instant since) {}

  @Autowired
  LearnedFields(RefusedFieldStore store, Clock clock) {
    this(store, clock, task -> Thread.ofVirtual().name("refused-field").start(task));
  }

  LearnedFields(RefusedFieldStore store, Clock clock, Executor aside) {
    this.store = store;
    this.clock = clock;
    this.aside = aside;
  }

  @Override
  public Set<String> of(String provider) {
    return names.getOrDefault(provider, Set.of());
  }

  @Override
  public void learn(String provider, String field, String said) {
    if (of(provider).contains(field)) {
      return;
    }
    String words = said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) : said;
    var row = new RefusedField(provider, field, words, clock.instant());
    if (unwritten.putIfAbsent(new Key(provider, field), row) != null) {
      return;
    }
    publish(known.values().stream().flatMap(List::stream).toList());
    LOG.info("provider={} refuses {}, which is not added any more", provider, field);
    aside.execute(this::writeDown);
  }

  private void writeDown() {
    try {
      flush();
    } catch (DataAccessException | TransactionException away) {
      LOG.warn("a refused field could not be written down yet: {}", away.getMessage());
    }
  }

  /** Writes down what was learned and is not written yet. */
  public void flush() {
    Map.copyOf(unwritten)
        .forEach(
            (key, row) -> {
              store.add(row);
              unwritten.remove(key, row);
            });
  }

  /** Reads the table anew. */
  public void load() {
    publish(store.all());
  }

  private synchronized void publish(List<RefusedField> rows) {
    Map<Key, RefusedField> all = new HashMap<>(unwritten);
    rows.forEach(row -> all.put(new Key(row.provider(), row.field()), row));
    Map<String, List<RefusedField>> byProvider =
        all.values().stream().collect(Collectors.groupingBy(RefusedField::provider));
    known = byProvider;
    names =
        byProvider.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    entry ->
                        entry.getValue().stream()
                            .map(RefusedField::field)
                            .collect(Collectors.toUnmodifiableSet())));
  }

  /** What was learned of a provider, by field. */
  public List<Learned> learned(String provider) {
    return known.getOrDefault(provider, List.of()).stream()
        .map(row -> new Learned(row.field(), row.said(), row.since()))
        .sorted((one, other) -> one.field().compareTo(other.field()))
        .toList();
  }

  /** Forgets one field of a provider, or all when null; returns which were known. */
  public List<String> forget(String provider, @Nullable String field) {
    List<String> forgotten = new ArrayList<>();
    for (Learned learned : learned(provider)) {
      if (field == null || field.equals(learned.field())) {
        forgotten.add(learned.field());
        unwritten.remove(new Key(provider, learned.field()));
      }
    }
    store.remove(provider, field);
    load();
    return forgotten;
  }
}
