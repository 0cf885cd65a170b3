package sml.gateway.shared;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A replica among others, which meet at a Valkey. */
final class Together implements Commons {
  private static final Lua KEEP = Lua.load("keep");
  private static final long READ_MS = 2_000;

  private final SharedSettings settings;
  private final Line line;
  private final Presence presence;
  private final News news;
  private final Outbox outbox;

  Together(SharedSettings settings, Line line, Presence presence, News news) {
    this.settings = settings;
    this.line = line;
    this.presence = presence;
    this.news = news;
    this.outbox = new Outbox(presence, this::post);
    news.onLife(presence::heard);
    line.onBreak(presence::broken);
  }

  Outbox outbox() {
    return outbox;
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public boolean answers() {
    return presence.isWell();
  }

  @Override
  public String me() {
    return news.me();
  }

  @Override
  public int replicas() {
    return presence.replicas();
  }

  @Override
  public void join(Memo memo) {
    news.join(memo);
  }

  @Override
  public void changed(Memo memo, String key) {
    outbox.add(new Outbox.Letter.Row(memo, key));
  }

  @Override
  public void tell(Memo memo, String key, String text) {
    outbox.add(new Outbox.Letter.Event(memo, key, text));
  }

  private CompletableFuture<?> post(Outbox.Letter letter) {
    return switch (letter) {
      case Outbox.Letter.Row row -> keep(row.memo(), row.key(), row.memo().note(row.key()));
      case Outbox.Letter.Event event -> keep(event.memo(), event.key(), event.text());
    };
  }

  private CompletableFuture<?> keep(Memo memo, String key, Memo.@Nullable Note note) {
    if (note == null) {
      return CompletableFuture.completedFuture(null);
    }
    String message = news.write(memo.topic(), key, note.text());
    return line.run(
        KEEP,
        new String[] {place(memo.topic())},
        new String[] {key, Long.toString(note.stamp()), note.text(), channel(), message});
  }

  private CompletableFuture<?> keep(Memo memo, String key, String event) {
    return line.run(
        KEEP, new String[0], new String[] {channel(), news.write(memo.topic(), key, event)});
  }

  @Override
  public @Nullable List<Long> ask(Lua script, List<String> keys, List<String> arguments) {
    if (!presence.isWell()) {
      return null;
    }
    try {
      return run(script, keys, arguments)
          .get(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException away) {
      presence.ill(String.valueOf(away.getMessage()));
      return null;
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  public CompletableFuture<List<Long>> askAside(
      Lua script, List<String> keys, List<String> arguments) {
    return presence.isWell()
        ? run(script, keys, arguments)
        : CompletableFuture.failedFuture(new IllegalStateException("Valkey is away"));
  }

  CompletableFuture<List<Long>> run(Lua script, List<String> keys, List<String> arguments) {
    return line.run(
        script,
        keys.stream().map(this::place).toArray(String[]::new),
        arguments.toArray(String[]::new));
  }

  /** Takes in what was kept meanwhile, then tells everything of its own. */
  void reunite() throws InterruptedException, ExecutionException, TimeoutException {
    for (Memo memo : news.memos()) {
      Map<String, String> kept = line.all(place(memo.topic())).get(READ_MS, TimeUnit.MILLISECONDS);
      kept.forEach((key, row) -> memo.hear(key, row.substring(row.indexOf(' ') + 1)));
      memo.keys().forEach(key -> changed(memo, key));
      memo.reunited();
    }
  }

  String channel() {
    return place("news");
  }

  private String place(String name) {
    return settings.prefix() + ":" + name;
  }
}
