package sml.gateway.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A replica without Valkey: there is no other replica to notify. */
final class SingleNode implements ClusterState {
  @Override
  public boolean shared() {
    return false;
  }

  @Override
  public boolean answers() {
    return false;
  }

  @Override
  public boolean lost() {
    return true;
  }

  @Override
  public String me() {
    return "";
  }

  @Override
  public int replicas() {
    return 1;
  }

  @Override
  public void join(ReplicatedTable replicatedTable) {}

  @Override
  public void changed(ReplicatedTable replicatedTable, String key) {}

  @Override
  public void publish(ReplicatedTable replicatedTable, String key, String text) {}

  @Override
  public @Nullable List<Long> ask(LuaScript script, List<String> keys, List<String> arguments) {
    return null;
  }

  @Override
  public CompletableFuture<List<Long>> askAsync(
      LuaScript script, List<String> keys, List<String> arguments) {
    return CompletableFuture.failedFuture(new IllegalStateException("no Valkey is set"));
  }
}
