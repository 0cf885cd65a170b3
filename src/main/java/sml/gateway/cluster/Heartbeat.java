package sml.gateway.cluster;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.SmartLifecycle;

/**
 * Sends a heartbeat twice a second in the background: it opens the connection, counts the replicas,
 * notices when Valkey goes away and brings the tables up to date when it is back.
 */
final class Heartbeat implements SmartLifecycle {
  private static final LuaScript LIFE = LuaScript.load("life");
  private static final LuaScript LEAVE = LuaScript.load("leave");
  private static final String REPLICAS = "replicas";
  private static final int BEATS_UNTIL_ANEW = 20;

  private final ClusterSettings settings;
  private final ValkeyConnection valkeyConnection;
  private final ClusterSubscription clusterSubscription;
  private final ValkeyHealth valkeyHealth;
  private final ClusterListener clusterListener;
  private final ValkeyCluster valkeyCluster;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("shared-heartbeat").factory());
  private int bad;
  private volatile boolean running;

  Heartbeat(
      ClusterSettings settings,
      ValkeyConnection valkeyConnection,
      ClusterSubscription clusterSubscription,
      ValkeyHealth valkeyHealth,
      ClusterListener clusterListener,
      ValkeyCluster valkeyCluster) {
    this.settings = settings;
    this.valkeyConnection = valkeyConnection;
    this.clusterSubscription = clusterSubscription;
    this.valkeyHealth = valkeyHealth;
    this.clusterListener = clusterListener;
    this.valkeyCluster = valkeyCluster;
  }

  @Override
  public void start() {
    running = true;
    valkeyCluster.outbox().start();
    long every = settings.heartbeat().toMillis();
    ticker.scheduleWithFixedDelay(this::beat, 0, every, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      valkeyConnection.open();
      long alive = signOfLife();
      clusterSubscription.ensure();
      if (valkeyHealth.answered((int) alive)) {
        if (!valkeyHealth.isWell()) {
          valkeyCluster.reunite();
        }
        valkeyHealth.well();
        valkeyCluster.outbox().wake();
      }
    } catch (RuntimeException | ExecutionException | TimeoutException away) {
      valkeyHealth.ill(rootOf(away));
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
    bad = valkeyHealth.isWell() ? 0 : bad + 1;
    if (bad == BEATS_UNTIL_ANEW) {
      bad = 0;
      anew();
    }
  }

  private long signOfLife() throws InterruptedException, ExecutionException, TimeoutException {
    return valkeyCluster
        .run(
            LIFE,
            List.of(REPLICAS),
            List.of(
                clusterListener.me(),
                Long.toString(settings.silence().toMillis()),
                valkeyCluster.channel(),
                clusterListener.signOfLife()))
        .get(settings.beatTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .getFirst();
  }

  // a server that was unplugged never says so: what is silent for long is opened anew
  private void anew() {
    try {
      valkeyConnection.drop();
      clusterSubscription.stop();
    } catch (RuntimeException broken) {
      valkeyHealth.ill(rootOf(broken));
    }
  }

  private static String rootOf(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  @Override
  public void stop() {
    running = false;
    ticker.shutdownNow();
    valkeyCluster.outbox().close();
    try {
      valkeyCluster
          .run(LEAVE, List.of(REPLICAS), List.of(clusterListener.me()))
          .get(settings.requestTimeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException away) {
      // the others notice by themselves
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  // starts after the tables were restored from the database, and ends before they are saved
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE / 2 + 1;
  }
}
