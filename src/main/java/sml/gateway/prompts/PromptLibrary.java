package sml.gateway.prompts;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import sml.gateway.chat.GatewayException.InvalidRequest;
import sml.gateway.chat.GatewayException.NoModelFits;
import sml.gateway.prompts.PromptStore.SavedPrompt;

/** The saved prompts in memory, as they were read last; a chat reads no database for them. */
@Component("promptLibrary")
final class PromptLibrary {
  private static final Logger LOG = LoggerFactory.getLogger(PromptLibrary.class);

  private final PromptStore store;
  private final Map<String, LongAdder> uses = new ConcurrentHashMap<>();
  private final ReentrantLock loading = new ReentrantLock();
  private volatile Map<String, String> contents = Map.of();
  private volatile boolean loaded;
  private volatile boolean away;

  PromptLibrary(PromptStore store) {
    this.store = store;
  }

  /**
   * The text of a prompt, whose use is counted.
   *
   * @throws InvalidRequest when there is none of this name
   */
  String use(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    String content = contents.get(key);
    if (content == null && !loaded) {
      throw new NoModelFits("The saved prompts could not be read yet.", null);
    }
    if (content == null) {
      throw new InvalidRequest(
          400,
          "The saved prompt `%s` does not exist.".formatted(name),
          "prompt",
          "prompt_not_found");
    }
    uses.computeIfAbsent(key, unused -> new LongAdder()).increment();
    return content;
  }

  /** Reads everything anew, now. */
  void renew() {
    loading.lock();
    try {
      Map<String, String> now = new HashMap<>();
      for (SavedPrompt prompt : store.all()) {
        now.put(prompt.name().toLowerCase(Locale.ROOT), prompt.content());
      }
      contents = Map.copyOf(now);
      loaded = true;
    } finally {
      loading.unlock();
    }
  }

  /** Stores the uses and reads what changed elsewhere; while the database is away all stays. */
  public void refresh() {
    try {
      flush();
      renew();
      away = false;
    } catch (DataAccessException | TransactionException e) {
      if (!away) {
        LOG.warn("the saved prompts stay as they are, the database is away: {}", e.getMessage());
      }
      away = true;
    }
  }

  /** Uses that could not be stored are counted again the next time. */
  private void flush() {
    Map<String, Long> counted = new HashMap<>();
    uses.forEach((name, count) -> counted.put(name, count.sum()));
    store.count(counted);
    counted.forEach((name, count) -> uses.computeIfPresent(name, (key, left) -> less(left, count)));
  }

  private static LongAdder less(LongAdder left, long count) {
    left.add(-count);
    return left;
  }
}
