package sml.gateway.modelhealth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.cluster.ReplicatedTable;

/**
 * The rows of one replicated table, as JSON.
 *
 * @param topic name of the table
 * @param type what a row is
 * @param row the row of a key in this process, null when there is none
 * @param stamp when a row was decided, epoch milliseconds
 * @param all the keys of all rows worth publishing
 * @param adopt takes in a row of another replica
 */
public record JsonRows<R>(
    String topic,
    Class<R> type,
    Function<String, @Nullable R> row,
    ToLongFunction<R> stamp,
    Supplier<List<String>> all,
    BiConsumer<String, R> adopt)
    implements ReplicatedTable {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public @Nullable Note note(String key) {
    R found = row.apply(key);
    try {
      return found == null
          ? null
          : new Note(stamp.applyAsLong(found), JSON.writeValueAsString(found));
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public Collection<String> keys() {
    return all.get();
  }

  @Override
  public void receive(String key, String text) {
    try {
      adopt.accept(key, JSON.readValue(text, type));
    } catch (JsonProcessingException strange) {
      throw new IllegalArgumentException(strange);
    }
  }

  /** The model of a key. */
  public static ModelRef ref(String id) {
    return ModelRef.parse(id).orElseThrow();
  }

  /** The keys of models. */
  public static List<String> ids(List<ModelRef> refs) {
    return refs.stream().map(ModelRef::id).toList();
  }
}
