package sml.gateway.cache.semantic;

import java.util.List;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import sml.gateway.cache.CacheTier;
import sml.gateway.chat.ModelFoundBad;

/** The semantic cache as operators see and change it. */
@Component("semanticTier")
final class SemanticTier implements CacheTier {
  private final SemanticEntries entries;

  SemanticTier(SemanticEntries entries) {
    this.entries = entries;
  }

  @Override
  public String name() {
    return "semantic";
  }

  @Override
  public long size() {
    return entries.size();
  }

  @Override
  public List<Entry> top(int most) {
    return entries.top(most).stream()
        .map(
            entry -> new Entry(entry.answer(), entry.partition(), entry.hits(), entry.lastUsedAt()))
        .toList();
  }

  @Override
  public boolean remove(String id) {
    return entries.remove(id);
  }

  @Override
  public List<String> removePartition(String partition) {
    return entries.removeIf(entry -> entry.partition().equals(partition));
  }

  @Override
  public boolean dispute(String id) {
    return entries.dispute(id);
  }

  @Override
  public void clear() {
    entries.removeIf(entry -> true);
  }

  /** Forgets what a model has answered that turned out to be bad. */
  @EventListener
  void on(ModelFoundBad found) {
    entries.removeIf(entry -> entry.answer().model().equals(found.ref()));
  }
}
