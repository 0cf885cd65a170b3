package sml.gateway.shared;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.context.SmartLifecycle;

/**
 * Gives a sign of life twice a second, aside: it opens the line, counts the replicas, notices when
 * Valkey goes and brings the memories up to date when it is back.
 */
final class Pulse implements SmartLifecycle {
  private static final Lua LIFE = Lua.load("life");
  private static final Lua LEAVE = Lua.load("leave");
  private static final String REPLICAS = "replicas";
  private static final long ANSWER_MS = 500;
  private static final int BEATS_UNTIL_ANEW = 20;

  private final SharedSettings settings;
  private final Line line;
  private final Subscription subscription;
  private final Presence presence;
  private final News news;
  private final Together commons;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("shared-pulse").factory());
  private int bad;
  private volatile boolean running;

  Pulse(
      SharedSettings settings,
      Line line,
      Subscription subscription,
      Presence presence,
      News news,
      Together commons) {
    this.settings = settings;
    this.line = line;
    this.subscription = subscription;
    this.presence = presence;
    this.news = news;
    this.commons = commons;
  }

  @Override
  public void start() {
    running = true;
    commons.outbox().start();
    long every = settings.pulse().toMillis();
    ticker.scheduleWithFixedDelay(this::beat, 0, every, TimeUnit.MILLISECONDS);
  }

  private void beat() {
    try {
      line.open();
      long alive = signOfLife();
      subscription.ensure();
      if (presence.answered((int) alive)) {
        if (!presence.isWell()) {
          commons.reunite();
        }
        presence.well();
        commons.outbox().wake();
      }
    } catch (RuntimeException | ExecutionException | TimeoutException away) {
      presence.ill(rootOf(away));
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
    bad = presence.isWell() ? 0 : bad + 1;
    if (bad == BEATS_UNTIL_ANEW) {
      bad = 0;
      anew();
    }
  }

  private long signOfLife() throws InterruptedException, ExecutionException, TimeoutException {
    return commons
        .run(
            LIFE,
            List.of(REPLICAS),
            List.of(
                news.me(),
                Long.toString(settings.silence().toMillis()),
                commons.channel(),
                news.signOfLife()))
        .get(ANSWER_MS, TimeUnit.MILLISECONDS)
        .getFirst();
  }

  // a server that was unplugged never says so: what is silent for long is opened anew
  private void anew() {
    try {
      line.drop();
      subscription.stop();
    } catch (RuntimeException broken) {
      presence.ill(rootOf(broken));
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
    commons.outbox().close();
    try {
      commons
          .run(LEAVE, List.of(REPLICAS), List.of(news.me()))
          .get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
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

  // after the memories were restored from the database, and ends before they are saved
  @Override
  public int getPhase() {
    return Integer.MIN_VALUE / 2 + 1;
  }
}
