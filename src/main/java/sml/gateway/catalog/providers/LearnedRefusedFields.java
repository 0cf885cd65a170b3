package sml.gateway.catalog.providers;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
import sml.gateway.chat.ModelRef;

/**
 * The refused fields in memory. What is learned counts at once and is stored in the background;
 * other replicas learn of it as of any change of the catalogue.
 */
@Component("refusedFields")
public final class LearnedRefusedFields implements RefusedFields {
  private static final Logger LOG = LoggerFactory.getLogger(LearnedRefusedFields.class);
  private static final int LONGEST_WORDS = 500;

  private final RefusedFieldStore store;
  private final Clock clock;
  private final Executor background;
  private final Map<Key, RefusedField> unwritten = new ConcurrentHashMap<>();
  private volatile Map<String, List<RefusedField>> known = Map.of();
  private volatile Map<ModelRef, Set<String>> names = Map.of();

  private record Key(ModelRef ref, String field) {}

  /** A learned field as people may see it. */
  public record Learned(String field, String model, String said, Instant since) {}

  @Autowired
  LearnedRefusedFields(RefusedFieldStore store, Clock clock) {
    this(store, clock, task -> Thread.ofVirtual().name("refused-field").start(task));
  }

  LearnedRefusedFields(RefusedFieldStore store, Clock clock, Executor background) {
    this.store = store;
    this.clock = clock;
    this.background = background;
  }

  @Override
  public Set<String> of(ModelRef ref) {
    return names.getOrDefault(ref, Set.of());
  }

  @Override
  public void learn(ModelRef ref, String field, String said) {
    if (of(ref).contains(field)) {
      return;
    }
    String words = said.length() > LONGEST_WORDS ? said.substring(0, LONGEST_WORDS) : said;
    var row = new RefusedField(ref, field, words, clock.instant());
    if (unwritten.putIfAbsent(new Key(ref, field), row) != null) {
      return;
    }
    publish(known.values().stream().flatMap(List::stream).toList());
    LOG.info("{} refuses {}, which is not added any more", ref, field);
    background.execute(this::writeDown);
  }

  private void writeDown() {
    try {
      flush();
    } catch (DataAccessException | TransactionException away) {
      LOG.warn("a refused field could not be written down yet: {}", away.getMessage());
    }
  }

  /** Saves what was learned and is not saved yet. */
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
    rows.forEach(row -> all.put(new Key(row.ref(), row.field()), row));
    known = all.values().stream().collect(Collectors.groupingBy(row -> row.ref().provider()));
    names =
        all.values().stream()
            .collect(
                Collectors.groupingBy(
                    RefusedField::ref,
                    Collectors.mapping(RefusedField::field, Collectors.toUnmodifiableSet())));
  }

  /** What was learned of a provider's models, by field and model. */
  public List<Learned> learned(String provider) {
    return known.getOrDefault(provider, List.of()).stream()
        .map(row -> new Learned(row.field(), row.ref().model(), row.said(), row.since()))
        .sorted(Comparator.comparing(Learned::field).thenComparing(Learned::model))
        .toList();
  }

  /** Forgets one field of a provider, or all when null; returns those that were known. */
  public List<String> forget(String provider, @Nullable String field) {
    List<String> forgotten = new ArrayList<>();
    for (Learned learned : learned(provider)) {
      if (field == null || field.equals(learned.field())) {
        forgotten.add(learned.field());
        unwritten.remove(new Key(new ModelRef(provider, learned.model()), learned.field()));
      }
    }
    store.remove(provider, field);
    load();
    return forgotten;
  }
}
