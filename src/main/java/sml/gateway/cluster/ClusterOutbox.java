package sml.gateway.cluster;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * What is to be published, sent by a thread of its own in the order it came. A row is read when it
 * is sent, so that many changes of one row are one message; rows wait while Valkey is away, events
 * are dropped.
 */
final class ClusterOutbox implements AutoCloseable {
  private static final int MOST_ROWS = 20_000;
  private static final int MOST_EVENTS = 2_000;
  private static final int BATCH = 256;
  private static final long TIMEOUT_MS = 2_000;

  private final ValkeyHealth valkeyHealth;
  private final Function<Message, CompletableFuture<?>> post;
  private final LinkedHashSet<Message.Row> rows = new LinkedHashSet<>();
  private final ArrayDeque<Message.Event> events = new ArrayDeque<>();
  private final Thread thread;
  private boolean sending;
  private boolean closed;

  /** Something to be published. */
  sealed interface Message {
    /** The row of this key, as it is when it is sent. */
    record Row(ReplicatedTable table, String key) implements Message {}

    /** Something that happened. */
    record Event(ReplicatedTable table, String key, String text) implements Message {}
  }

  ClusterOutbox(ValkeyHealth valkeyHealth, Function<Message, CompletableFuture<?>> post) {
    this.valkeyHealth = valkeyHealth;
    this.post = post;
    this.thread = Thread.ofPlatform().daemon().name("shared-outbox").unstarted(this::work);
  }

  void start() {
    thread.start();
  }

  synchronized void add(Message.Row row) {
    if (rows.size() < MOST_ROWS && rows.add(row)) {
      notifyAll();
    }
  }

  synchronized void add(Message.Event event) {
    if (!valkeyHealth.isWell()) {
      return;
    }
    if (events.size() == MOST_EVENTS) {
      events.removeFirst();
    }
    events.addLast(event);
    notifyAll();
  }

  /** Looks again whether something can be sent. */
  synchronized void wake() {
    notifyAll();
  }

  /** How many messages wait. */
  synchronized int size() {
    return rows.size() + events.size();
  }

  /** True when nothing waits and nothing is under way. */
  synchronized boolean isIdle() {
    return !sending && rows.isEmpty() && events.isEmpty();
  }

  private void work() {
    try {
      for (List<Message> batch = take(); !batch.isEmpty(); batch = take()) {
        send(batch);
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized List<Message> take() throws InterruptedException {
    sending = false;
    notifyAll();
    while (!closed && (!valkeyHealth.isWell() || rows.isEmpty() && events.isEmpty())) {
      wait();
    }
    List<Message> batch = new ArrayList<>();
    if (valkeyHealth.isWell()) {
      for (Iterator<Message.Row> row = rows.iterator(); row.hasNext() && batch.size() < BATCH; ) {
        batch.add(row.next());
        row.remove();
      }
      while (!events.isEmpty() && batch.size() < BATCH) {
        batch.add(events.removeFirst());
      }
    }
    sending = !batch.isEmpty();
    return batch;
  }

  private void send(List<Message> batch) throws InterruptedException {
    List<CompletableFuture<?>> answers = batch.stream().map(this::postOne).toList();
    for (int i = 0; i < batch.size(); i++) {
      try {
        answers.get(i).get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException | TimeoutException unsent) {
        valkeyHealth.ill(String.valueOf(unsent.getMessage()));
        giveBack(batch.get(i));
      }
    }
  }

  private CompletableFuture<?> postOne(Message message) {
    try {
      return post.apply(message);
    } catch (RuntimeException wrong) {
      return CompletableFuture.failedFuture(wrong);
    }
  }

  private synchronized void giveBack(Message message) {
    if (message instanceof Message.Row row && rows.size() < MOST_ROWS) {
      rows.add(row);
    }
  }

  /** Sends what can be sent at once, then ends. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      thread.join(TIMEOUT_MS);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
    thread.interrupt();
  }
}
