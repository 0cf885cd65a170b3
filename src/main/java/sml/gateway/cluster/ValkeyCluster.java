package sml.gateway.cluster;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A replica among others that share a Valkey. */
final class ValkeyCluster implements ClusterState {
  private static final LuaScript KEEP = LuaScript.load("keep");

  private final ClusterSettings settings;
  private final ValkeyConnection valkeyConnection;
  private final ValkeyHealth valkeyHealth;
  private final ClusterListener clusterListener;
  private final ClusterOutbox clusterOutbox;

  ValkeyCluster(
      ClusterSettings settings,
      ValkeyConnection valkeyConnection,
      ValkeyHealth valkeyHealth,
      ClusterListener clusterListener) {
    this.settings = settings;
    this.valkeyConnection = valkeyConnection;
    this.valkeyHealth = valkeyHealth;
    this.clusterListener = clusterListener;
    this.clusterOutbox = new ClusterOutbox(valkeyHealth, this::post);
    clusterListener.onLife(valkeyHealth::heard);
    valkeyConnection.onBreak(valkeyHealth::broken);
  }

  ClusterOutbox outbox() {
    return clusterOutbox;
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public boolean answers() {
    return valkeyHealth.isWell();
  }

  @Override
  public boolean lost() {
    return valkeyHealth.isLost();
  }

  @Override
  public String me() {
    return clusterListener.me();
  }

  @Override
  public int replicas() {
    return valkeyHealth.replicas();
  }

  @Override
  public void join(ReplicatedTable replicatedTable) {
    clusterListener.join(replicatedTable);
  }

  @Override
  public void changed(ReplicatedTable replicatedTable, String key) {
    clusterOutbox.add(new ClusterOutbox.Message.Row(replicatedTable, key));
  }

  @Override
  public void publish(ReplicatedTable replicatedTable, String key, String text) {
    clusterOutbox.add(new ClusterOutbox.Message.Event(replicatedTable, key, text));
  }

  private CompletableFuture<?> post(ClusterOutbox.Message message) {
    return switch (message) {
      case ClusterOutbox.Message.Row row ->
          keep(row.table(), row.key(), row.table().note(row.key()));
      case ClusterOutbox.Message.Event event -> keep(event.table(), event.key(), event.text());
    };
  }

  private CompletableFuture<?> keep(
      ReplicatedTable replicatedTable, String key, ReplicatedTable.@Nullable Note note) {
    if (note == null) {
      return CompletableFuture.completedFuture(null);
    }
    String message = clusterListener.write(replicatedTable.topic(), key, note.text());
    return valkeyConnection.run(
        KEEP,
        new String[] {place(replicatedTable.topic())},
        new String[] {key, Long.toString(note.stamp()), note.text(), channel(), message});
  }

  private CompletableFuture<?> keep(ReplicatedTable replicatedTable, String key, String event) {
    return valkeyConnection.run(
        KEEP,
        new String[0],
        new String[] {channel(), clusterListener.write(replicatedTable.topic(), key, event)});
  }

  @Override
  public @Nullable List<Long> ask(LuaScript script, List<String> keys, List<String> arguments) {
    return valkeyHealth.await(() -> run(script, keys, arguments), settings.requestTimeout());
  }

  @Override
  public CompletableFuture<List<Long>> askAsync(
      LuaScript script, List<String> keys, List<String> arguments) {
    return valkeyHealth.isLost()
        ? CompletableFuture.failedFuture(new IllegalStateException("Valkey is away"))
        : run(script, keys, arguments);
  }

  CompletableFuture<List<Long>> run(LuaScript script, List<String> keys, List<String> arguments) {
    return valkeyConnection.run(
        script,
        keys.stream().map(this::place).toArray(String[]::new),
        arguments.toArray(String[]::new));
  }

  /** Loads what was saved meanwhile, then publishes all own rows. */
  void reunite() throws InterruptedException, ExecutionException, TimeoutException {
    for (ReplicatedTable replicatedTable : clusterListener.tables()) {
      Map<String, String> kept =
          valkeyConnection
              .all(place(replicatedTable.topic()))
              .get(settings.commandTimeout().toMillis(), TimeUnit.MILLISECONDS);
      kept.forEach((key, row) -> replicatedTable.receive(key, row.substring(row.indexOf(' ') + 1)));
      replicatedTable.keys().forEach(key -> changed(replicatedTable, key));
      replicatedTable.reunited();
    }
  }

  String channel() {
    return place("news");
  }

  private String place(String name) {
    return settings.prefix() + ":" + name;
  }
}
