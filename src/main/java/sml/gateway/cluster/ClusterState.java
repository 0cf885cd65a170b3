package sml.gateway.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What the replicas of this gateway have in common, through Valkey. Without one every method does
 * nothing, and the replica is alone. Only {@link #ask} ever waits.
 */
public interface ClusterState {

  /** Whether a Valkey is set; never changes while the program runs. */
  boolean shared();

  /** Whether Valkey answers and its messages arrive at the moment. */
  boolean answers();

  /** Whether it has not answered for longer than a moment: each replica goes on by itself then. */
  boolean lost();

  /** The name of this replica. */
  String me();

  /** How many replicas were alive at the last look, this one among them. */
  int replicas();

  /** Registers a table; called once for each, before the first request. */
  void join(ReplicatedTable replicatedTable);

  /**
   * The row of this key was changed here: it is saved and published to the others soon, in the
   * background.
   */
  void changed(ReplicatedTable replicatedTable, String key);

  /** Publishes an event that is not kept; it is lost while Valkey is away. */
  void publish(ReplicatedTable replicatedTable, String key, String text);

  /**
   * Runs a script and waits for it, at most the 50 ms of {@code sml.shared.request-timeout}.
   *
   * @return the numbers it returned, null when there was no answer in time
   */
  @Nullable List<Long> ask(LuaScript script, List<String> keys, List<String> arguments);

  /** Runs a script asynchronously; the future fails when Valkey is lost or silent. */
  CompletableFuture<List<Long>> askAsync(
      LuaScript script, List<String> keys, List<String> arguments);
}
