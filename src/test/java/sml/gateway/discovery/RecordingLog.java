package sml.gateway.discovery;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import sml.gateway.jobs.WorkerLog;

/** A worker log whose entries a test can read. */
final class RecordingLog implements WorkerLog {
  final List<String> entries = new CopyOnWriteArrayList<>();
  final List<String> steps = new CopyOnWriteArrayList<>();
  private final Map<String, String> facts = new ConcurrentHashMap<>();

  @Override
  public void note(String step, Level level, String message) {
    entries.add(step + " " + level + " " + message);
  }

  @Override
  public void progress(String step, int done, int total) {
    steps.add(step + " " + done + "/" + total);
  }

  @Override
  public void keep(String key, String value) {
    facts.put(key, value);
  }

  @Override
  public Optional<String> recall(String key) {
    return Optional.ofNullable(facts.get(key));
  }

  /** The entries that contain this text. */
  List<String> about(String text) {
    return entries.stream().filter(entry -> entry.contains(text)).toList();
  }

  void forget() {
    entries.clear();
    steps.clear();
  }
}
