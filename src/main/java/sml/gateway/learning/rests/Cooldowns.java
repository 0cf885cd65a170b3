package sml.gateway.learning.rests;

import java.util.List;
import org.jspecify.annotations.Nullable;
import sml.gateway.chat.ModelRef;
import sml.gateway.learning.memory.Persisted;

/**
 * Rests per (provider, model). A failure of an attempt that began before the current rest is the
 * same outage and does not lengthen it; a success of such an attempt does not end it.
 */
public interface Cooldowns extends Persisted<Cooldowns.Row> {

  /** The rest a model keeps now, null when it keeps none. */
  @Nullable Pause of(ModelRef ref);

  /** One more failure: rests twice as long as after the last one, up to a cap. */
  void failed(ModelRef ref, Cause cause, long startedMs);

  /** One more failure whose rest the provider itself has set. */
  void rest(ModelRef ref, Cause cause, long startedMs, long untilMs);

  /** The model did not exist; the third time in a row it leaves for a month. */
  void gone(ModelRef ref, Cause cause, long startedMs);

  /** An answer came: the streak and the rest are over. */
  void succeeded(ModelRef ref, long startedMs);

  /** Everything that is known, for the operator. */
  List<Row> all();

  /** Ends the rests of accounts whose key was replaced, and says which models had one. */
  List<ModelRef> endReplaced();

  /** Forgets the streak and rest of one model, or of all when null; returns how many had one. */
  int reset(@Nullable ModelRef ref);

  /**
   * The failure memory of one model; times in epoch milliseconds, 0 for never.
   *
   * @param streak failures in a row
   * @param gone how often in a row the model did not exist
   * @param unsavedFails failures that the table does not have yet
   * @param unsavedSuccesses successes that the table does not have yet
   */
  record Row(
      ModelRef ref,
      int streak,
      int gone,
      long lastFailMs,
      long lastSuccessMs,
      long unsavedFails,
      long unsavedSuccesses,
      @Nullable Pause pause) {}

  /**
   * What replicas tell each other of one model; times in epoch milliseconds.
   *
   * @param atMs when it was decided; a later decision replaces an earlier one
   * @param streak failures in a row
   * @param gone how often in a row the model did not exist
   * @param pause the rest, null when a success or a person ended it
   */
  record Decision(long atMs, int streak, int gone, long lastFailMs, @Nullable Pause pause) {}
}
